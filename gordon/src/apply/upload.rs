//! Sends what the artifact bucket lacks.
//!
//! Owns which keys are sent, in how many parts, and how many at once; must not build artifacts. Memory is bounded by
//! [`PARALLEL`] parts. An interrupted upload leaves no object; the bucket's lifecycle rule clears its parts.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use tokio::io::AsyncReadExt;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinSet;

use super::aws::{Bucket, Objects, Part};
use super::deployment::Upload;
use super::error::{Cause, Error, Kind};
use super::event::Event;
use super::session::Session;

/// Parts and small files on their way at once.
const PARALLEL: usize = 8;
/// Bytes of a part; S3 wants at least 5 MiB. Larger files go in parts.
const PART: u64 = 8 << 20;
/// Up to this many files, one question a file beats a listing of all that was ever uploaded.
const FEW: usize = 10;

impl Session<'_> {
    /// Sends the files that the bucket lacks.
    pub(crate) async fn upload(&self, bucket: &Bucket, uploads: &[Upload]) -> Result<(), Error> {
        let mut unique = HashSet::new();
        let uploads: Vec<&Upload> = uploads.iter().filter(|upload| unique.insert(upload.key.as_str())).collect();
        let lacking = self.lacking(bucket, &uploads).await?;
        self.tell(Event::Uploading {
            files: lacking.len(),
            bytes: lacking.iter().map(|upload| upload.size).sum(),
            present: uploads.len() - lacking.len(),
        });
        let room = Arc::new(Semaphore::new(PARALLEL));
        let (sent, mut told) = tokio::sync::mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        for upload in lacking {
            let objects = Arc::clone(&self.aws.objects);
            let (bucket, upload, room, sent) = (bucket.clone(), upload.clone(), Arc::clone(&room), sent.clone());
            tasks.spawn(async move { send(objects, bucket, upload, room, sent).await });
        }
        drop(sent);
        let mut open = true;
        loop {
            tokio::select! {
                bytes = told.recv(), if open => match bytes {
                    Some((key, bytes)) => self.tell(Event::Uploaded { key, bytes }),
                    None => open = false,
                },
                // The first failure ends all: dropping the set stops the rest.
                done = tasks.join_next() => match done {
                    Some(done) => joined(done)?,
                    None => break,
                },
            }
        }
        while let Ok((key, bytes)) = told.try_recv() {
            self.tell(Event::Uploaded { key, bytes });
        }
        Ok(())
    }

    /// Sends a template under its key where the bucket lacks it.
    pub(crate) async fn upload_text(&self, bucket: &Bucket, key: &str, text: &str) -> Result<(), Error> {
        if self.aws.objects.has(bucket, key).await? {
            return Ok(());
        }
        self.aws.objects.put(bucket, key, text.as_bytes().to_vec()).await
    }

    async fn lacking<'u>(&self, bucket: &Bucket, uploads: &[&'u Upload]) -> Result<Vec<&'u Upload>, Error> {
        if uploads.len() <= FEW {
            let mut tasks = JoinSet::new();
            for upload in uploads {
                let (objects, bucket, key) = (Arc::clone(&self.aws.objects), bucket.clone(), upload.key.clone());
                tasks.spawn(async move { objects.has(&bucket, &key).await.map(|there| (key, there)) });
            }
            let mut there = HashSet::new();
            while let Some(done) = tasks.join_next().await {
                let (key, found) = joined(done)?;
                if found {
                    there.insert(key);
                }
            }
            return Ok(uploads.iter().copied().filter(|upload| !there.contains(&upload.key)).collect());
        }
        let mut lacking = uploads.to_vec();
        let mut page = None;
        while !lacking.is_empty() {
            let answer = self.aws.objects.keys(bucket, page).await?;
            let there: HashSet<String> = answer.items.into_iter().collect();
            lacking.retain(|upload| !there.contains(&upload.key));
            page = answer.next;
            if page.is_none() {
                break;
            }
        }
        Ok(lacking)
    }
}

/// The result of a task; one that panicked is an error like any other.
fn joined<T>(done: Result<Result<T, Error>, tokio::task::JoinError>) -> Result<T, Error> {
    done.map_err(|error| Error::new(Kind::File, format!("an upload broke off: {error}")))?
}

type Told = tokio::sync::mpsc::UnboundedSender<(String, u64)>;

async fn permit(room: &Semaphore) -> Result<SemaphorePermit<'_>, Error> {
    room.acquire().await.map_err(|error| Error::new(Kind::File, error.to_string()))
}

async fn send(
    objects: Arc<dyn Objects>,
    bucket: Bucket,
    upload: Upload,
    room: Arc<Semaphore>,
    told: Told,
) -> Result<(), Error> {
    if upload.size > PART {
        return multipart(objects, bucket, upload, room, told).await;
    }
    let _room = permit(&room).await?;
    let body = tokio::fs::read(&upload.path).await.map_err(|error| unreadable(&upload.path, &error))?;
    let bytes = body.len() as u64;
    objects.put(&bucket, &upload.key, body).await?;
    // The listener may be gone when another upload failed; then nobody counts.
    let _ = told.send((upload.key, bytes));
    Ok(())
}

async fn multipart(
    objects: Arc<dyn Objects>,
    bucket: Bucket,
    upload: Upload,
    room: Arc<Semaphore>,
    told: Told,
) -> Result<(), Error> {
    let id = objects.begin(&bucket, &upload.key).await?;
    match parts(&objects, &bucket, &upload, &id, &room, &told).await {
        Ok(parts) => objects.complete(&bucket, &upload.key, &id, parts).await,
        Err(error) => {
            // The first error counts; parts that stay are cleared by the bucket's lifecycle rule.
            let _ = objects.abort(&bucket, &upload.key, &id).await;
            Err(error)
        }
    }
}

async fn parts(
    objects: &Arc<dyn Objects>,
    bucket: &Bucket,
    upload: &Upload,
    id: &str,
    room: &Arc<Semaphore>,
    told: &Told,
) -> Result<Vec<Part>, Error> {
    let mut file = tokio::fs::File::open(&upload.path).await.map_err(|error| unreadable(&upload.path, &error))?;
    let mut tasks = JoinSet::new();
    let mut number = 0;
    loop {
        // Room before bytes: what waits to be sent is in memory.
        let permit =
            Arc::clone(room).acquire_owned().await.map_err(|error| Error::new(Kind::File, error.to_string()))?;
        let mut body = Vec::new();
        let read = (&mut file).take(PART).read_to_end(&mut body).await;
        read.map_err(|error| unreadable(&upload.path, &error))?;
        if body.is_empty() {
            break;
        }
        number += 1;
        let (objects, bucket, key, id, told) =
            (Arc::clone(objects), bucket.clone(), upload.key.clone(), id.to_owned(), told.clone());
        tasks.spawn(async move {
            let bytes = body.len() as u64;
            let part = objects.part(&bucket, &key, &id, number, body).await?;
            drop(permit);
            let _ = told.send((key, bytes));
            Ok(part)
        });
    }
    let mut parts = Vec::new();
    while let Some(part) = tasks.join_next().await {
        parts.push(joined(part)?);
    }
    parts.sort_by_key(|part| part.number);
    Ok(parts)
}

/// The error for a file that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let cause = Cause { action: String::new(), code: String::new(), message: error.to_string(), request_id: None };
    Error::new(Kind::File, format!("cannot read {}", path.display()))
        .with_cause(cause)
        .with_hint("build again: the artifact was removed or cannot be read")
}
