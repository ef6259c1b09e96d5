// Answers `GET /{{name}}`.

/** Greets whom the query string names: `/{{name}}?name=Ada`. */
export async function handle(event) {
  const name = event.queryStringParameters?.name ?? "world";
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: `Hello, ${name}!` }),
  };
}
