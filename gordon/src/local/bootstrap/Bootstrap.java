// Calls a Java handler with the events of Lambda's Runtime API.
//
// Gordon compiles this file once into its cache and starts it with the function's environment. It uses Java's own
// classes alone and compiles on Java 8 and later; Lambda's interfaces are found by reflection, if the function brings
// them.
package gordon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class Bootstrap {
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime";
    static final String LAMBDA = "com.amazonaws.services.lambda.runtime.";

    private Bootstrap() {}

    /** The handler could not be loaded; the name is what Lambda calls it. */
    static final class HandlerException extends Exception {
        private static final long serialVersionUID = 1;

        final String kind;

        HandlerException(String kind, String message, Throwable cause) {
            super(message, cause);
            this.kind = kind;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Handler handler = null;
        try {
            handler = Handler.load(System.getenv("_HANDLER"));
        } catch (Throwable error) {
            report("/init/error", error);
            System.exit(1);
        }
        while (true) {
            serve(handler);
        }
    }

    private static void serve(Handler handler) throws Exception {
        HttpURLConnection next = (HttpURLConnection) new URL(API + "/invocation/next").openConnection();
        byte[] event;
        try {
            event = readAll(next.getInputStream());
        } catch (IOException gone) {
            // Gordon has gone, and with it whoever wanted an answer.
            System.exit(0);
            return;
        }
        String id = next.getHeaderField("Lambda-Runtime-Aws-Request-Id");
        String trace = next.getHeaderField("Lambda-Runtime-Trace-Id");
        if (trace != null) {
            System.setProperty("com.amazonaws.xray.traceHeader", trace);
        }
        byte[] answer;
        try {
            answer = handler.answer(event, next);
        } catch (Throwable error) {
            report("/invocation/" + id + "/error", error);
            return;
        }
        flush();
        post("/invocation/" + id + "/response", answer, null);
    }

    private static void flush() {
        System.out.flush();
        System.err.flush();
    }

    private static void report(String path, Throwable error) throws IOException {
        Throwable cause = error instanceof InvocationTargetException ? error.getCause() : error;
        String kind = cause instanceof HandlerException ? ((HandlerException) cause).kind : cause.getClass().getName();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("errorMessage", cause.getMessage() == null ? "" : cause.getMessage());
        body.put("errorType", kind);
        List<String> frames = new ArrayList<>();
        Throwable shown = cause instanceof HandlerException ? cause.getCause() : cause;
        if (shown != null) {
            for (StackTraceElement frame : shown.getStackTrace()) {
                String place = frame.toString();
                if (frame.getClassName().startsWith("gordon.Bootstrap") || place.contains("reflect.")) {
                    break;
                }
                frames.add(place);
            }
        }
        body.put("stackTrace", frames);
        if (cause.getCause() != null && cause.getCause() != shown) {
            StringWriter text = new StringWriter();
            cause.getCause().printStackTrace(new PrintWriter(text, true));
            System.err.print("Caused by: " + text);
        }
        flush();
        post(path, Json.write(body).getBytes(StandardCharsets.UTF_8), kind);
    }

    private static void post(String path, byte[] body, String errorType) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(API + path).openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        if (errorType != null) {
            connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", errorType);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        // The status is read so that the request is complete; a refusal is Gordon's to tell.
        InputStream answer = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (answer != null) {
            readAll(answer);
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[16384];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            bytes.write(part, 0, read);
        }
        in.close();
        return bytes.toByteArray();
    }

    /** A method that takes events: of an interface of Lambda's, or any that the handler names. */
    static final class Handler {
        private final Object target;
        private final Method method;
        private final Type[] types;

        private Handler(Object target, Method method, Type[] types) {
            this.target = target;
            this.method = method;
            this.types = types;
        }

        static Handler load(String name) throws Exception {
            String[] parts = name.split("::", -1);
            if (parts.length > 2 || parts[0].isEmpty()) {
                throw new HandlerException("Runtime.MalformedHandlerName", "Bad handler '" + name + "'", null);
            }
            Class<?> type;
            try {
                type = Class.forName(parts[0], true, ClassLoader.getSystemClassLoader());
            } catch (ClassNotFoundException error) {
                throw new HandlerException("Runtime.ClassNotFound", "Class not found: " + parts[0], null);
            }
            String wanted = parts.length == 2 ? parts[1] : "handleRequest";
            if (parts.length == 1 && !implementsHandler(type)) {
                String message = parts[0] + " implements neither RequestHandler nor RequestStreamHandler";
                throw new HandlerException("Runtime.HandlerNotFound", message, null);
            }
            Method found = null;
            for (Method method : type.getMethods()) {
                // The method that the compiler makes for an interface's type parameters takes Object: not that one.
                if (!method.getName().equals(wanted) || method.isBridge()) {
                    continue;
                }
                // Of several, Lambda takes the one with a context.
                if (found == null || takesContext(method) && !takesContext(found)) {
                    found = method;
                }
            }
            if (found == null) {
                String message = "No public method named " + wanted + " on " + parts[0];
                throw new HandlerException("Runtime.MethodNotFound", message, null);
            }
            found.setAccessible(true);
            Object target = null;
            if (!Modifier.isStatic(found.getModifiers())) {
                try {
                    target = type.getConstructor().newInstance();
                } catch (NoSuchMethodException error) {
                    String message = "Class " + parts[0] + " has no public constructor without arguments";
                    throw new HandlerException("Runtime.NoPublicConstructor", message, null);
                }
            }
            return new Handler(target, found, parameterTypes(type, found));
        }

        private static boolean implementsHandler(Class<?> type) {
            for (Class<?> up = type; up != null; up = up.getSuperclass()) {
                for (Class<?> face : up.getInterfaces()) {
                    if (face.getName().equals(LAMBDA + "RequestHandler")
                            || face.getName().equals(LAMBDA + "RequestStreamHandler")) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean takesContext(Method method) {
            Class<?>[] types = method.getParameterTypes();
            return types.length > 0 && isContext(types[types.length - 1]);
        }

        static boolean isContext(Class<?> type) {
            return type.getName().equals(LAMBDA + "Context");
        }

        /** The types of the arguments; a type parameter of a superclass is looked up where it is given. */
        private static Type[] parameterTypes(Class<?> type, Method method) {
            Type[] types = method.getGenericParameterTypes();
            for (int at = 0; at < types.length; at++) {
                if (types[at] instanceof TypeVariable && type.getGenericSuperclass() instanceof ParameterizedType) {
                    ParameterizedType up = (ParameterizedType) type.getGenericSuperclass();
                    TypeVariable<?>[] names = ((Class<?>) up.getRawType()).getTypeParameters();
                    int index = Arrays.asList(names).indexOf(types[at]);
                    types[at] = index < 0 ? Object.class : up.getActualTypeArguments()[index];
                }
            }
            return types;
        }

        byte[] answer(byte[] event, HttpURLConnection call) throws Throwable {
            ByteArrayOutputStream streamed = null;
            Object[] arguments = new Object[types.length];
            for (int at = 0; at < types.length; at++) {
                Class<?> raw = method.getParameterTypes()[at];
                if (isContext(raw)) {
                    arguments[at] = Context.of(raw, call);
                } else if (InputStream.class.equals(raw)) {
                    arguments[at] = new ByteArrayInputStream(event);
                } else if (OutputStream.class.equals(raw)) {
                    streamed = new ByteArrayOutputStream();
                    arguments[at] = streamed;
                } else {
                    Object value = Json.read(new String(event, StandardCharsets.UTF_8));
                    arguments[at] = Convert.to(types[at], value);
                }
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException error) {
                throw error.getCause();
            }
            if (streamed != null) {
                return streamed.toByteArray();
            }
            return Json.write(Convert.from(result)).getBytes(StandardCharsets.UTF_8);
        }
    }
}
