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
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

public final class Bootstrap {
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime";
    private static final String LAMBDA = "com.amazonaws.services.lambda.runtime.";

    private Bootstrap() {}

    /** The handler could not be loaded; the name is what Lambda calls it. */
    static final class HandlerException extends Exception {
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

    /** Lambda's Context interface, whichever version of it the function brings. */
    static final class Context implements InvocationHandler {
        private final HttpURLConnection call;
        private final long deadline;

        private Context(HttpURLConnection call) {
            this.call = call;
            this.deadline = Long.parseLong(call.getHeaderField("Lambda-Runtime-Deadline-Ms"));
        }

        static Object of(Class<?> type, HttpURLConnection call) {
            return proxy(type, new Context(call));
        }

        private static Object proxy(Class<?> type, InvocationHandler handler) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "getAwsRequestId":
                    return call.getHeaderField("Lambda-Runtime-Aws-Request-Id");
                case "getInvokedFunctionArn":
                    return call.getHeaderField("Lambda-Runtime-Invoked-Function-Arn");
                case "getFunctionName":
                    return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
                case "getFunctionVersion":
                    return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
                case "getLogGroupName":
                    return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
                case "getLogStreamName":
                    return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
                case "getMemoryLimitInMB":
                    return Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
                case "getRemainingTimeInMillis":
                    return (int) Math.max(0, deadline - System.currentTimeMillis());
                case "getLogger":
                    return proxy(method.getReturnType(), Context::log);
                case "getClientContext":
                    return clientContext(method.getReturnType());
                case "getIdentity":
                    return proxy(method.getReturnType(), (identity, asked, none) -> common(identity, asked, none));
                default:
                    return common(self, method, arguments);
            }
        }

        private Object clientContext(Class<?> type) {
            String sent = call.getHeaderField("Lambda-Runtime-Client-Context");
            if (sent == null) {
                return null;
            }
            Object value = Json.read(sent);
            Map<?, ?> values = value instanceof Map ? (Map<?, ?>) value : new LinkedHashMap<Object, Object>();
            return proxy(type, (self, asked, arguments) -> {
                switch (asked.getName()) {
                    case "getCustom":
                        return values.get("custom");
                    case "getEnvironment":
                        return values.get("env");
                    case "getClient":
                        return client(asked.getReturnType(), values.get("client"));
                    default:
                        return common(self, asked, arguments);
                }
            });
        }

        /** `getAppTitle` is `app_title` of what the client sent. */
        private static Object client(Class<?> type, Object sent) {
            Map<?, ?> values = sent instanceof Map ? (Map<?, ?>) sent : new LinkedHashMap<Object, Object>();
            return proxy(type, (self, asked, arguments) -> {
                if (!asked.getName().startsWith("get")) {
                    return common(self, asked, arguments);
                }
                String name = asked.getName().substring(3).replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase();
                return values.get(name);
            });
        }

        private static Object log(Object self, Method method, Object[] arguments) {
            if (!method.getName().equals("log") || arguments == null) {
                return common(self, method, arguments);
            }
            Object text = arguments[0];
            System.out.println(text instanceof byte[] ? new String((byte[]) text, StandardCharsets.UTF_8) : text);
            return null;
        }

        /** What every object has, and null for what these interfaces may grow. */
        private static Object common(Object self, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "toString":
                    return "LambdaContext";
                case "hashCode":
                    return System.identityHashCode(self);
                case "equals":
                    return self == arguments[0];
                default:
                    return null;
            }
        }
    }

    /** Between JSON's values and a handler's types. */
    static final class Convert {
        private Convert() {}

        static Object to(Type type, Object value) throws Exception {
            if (type instanceof ParameterizedType) {
                return toGeneric((ParameterizedType) type, value);
            }
            if (type instanceof WildcardType) {
                return to(((WildcardType) type).getUpperBounds()[0], value);
            }
            if (type instanceof GenericArrayType) {
                return toArray(((GenericArrayType) type).getGenericComponentType(), value);
            }
            if (!(type instanceof Class)) {
                return value;
            }
            Class<?> raw = (Class<?>) type;
            if (value == null) {
                return raw.isPrimitive() ? Array.get(Array.newInstance(raw, 1), 0) : null;
            }
            if (raw == Object.class) {
                return value;
            }
            if (CharSequence.class.isAssignableFrom(raw)) {
                return value instanceof Map || value instanceof List ? refuse(raw, value) : String.valueOf(value);
            }
            if (value instanceof Number || value instanceof String && isNumber(raw)) {
                return toNumber(raw, value);
            }
            if (raw == boolean.class || raw == Boolean.class) {
                return value instanceof Boolean ? value : refuse(raw, value);
            }
            if (raw.isEnum()) {
                for (Object constant : raw.getEnumConstants()) {
                    if (((Enum<?>) constant).name().equals(value)) {
                        return constant;
                    }
                }
                return refuse(raw, value);
            }
            if (raw.isArray()) {
                return toArray(raw.getComponentType(), value);
            }
            if (raw.isInstance(value)) {
                return value;
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return toCollection(raw, Object.class, value);
            }
            return value instanceof Map ? toObject(raw, (Map<?, ?>) value) : refuse(raw, value);
        }

        private static Object refuse(Type type, Object value) {
            String what = value instanceof Map ? "an object" : value instanceof List ? "an array" : Json.write(value);
            throw new IllegalArgumentException("An error occurred during JSON parsing: " + what + " is no " + type.getTypeName());
        }

        private static boolean isNumber(Class<?> raw) {
            return raw.isPrimitive() && raw != boolean.class && raw != char.class || Number.class.isAssignableFrom(raw);
        }

        private static Object toNumber(Class<?> raw, Object value) {
            java.math.BigDecimal number;
            try {
                number = new java.math.BigDecimal(value.toString());
            } catch (NumberFormatException error) {
                return refuse(raw, value);
            }
            if (raw == int.class || raw == Integer.class) return number.intValue();
            if (raw == long.class || raw == Long.class) return number.longValue();
            if (raw == double.class || raw == Double.class) return number.doubleValue();
            if (raw == float.class || raw == Float.class) return number.floatValue();
            if (raw == short.class || raw == Short.class) return number.shortValue();
            if (raw == byte.class || raw == Byte.class) return number.byteValue();
            if (raw == java.math.BigDecimal.class) return number;
            if (raw == java.math.BigInteger.class) return number.toBigInteger();
            if (raw == Number.class || raw == Object.class) return value;
            return refuse(raw, value);
        }

        private static Object toGeneric(ParameterizedType type, Object value) throws Exception {
            Class<?> raw = (Class<?>) type.getRawType();
            Type[] arguments = type.getActualTypeArguments();
            if (value == null) {
                return null;
            }
            if (Map.class.isAssignableFrom(raw)) {
                if (!(value instanceof Map)) {
                    return refuse(type, value);
                }
                Map<Object, Object> map = raw.isInterface() ? new LinkedHashMap<>() : newInstance(raw);
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    map.put(to(arguments[0], entry.getKey()), to(arguments[1], entry.getValue()));
                }
                return map;
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return toCollection(raw, arguments[0], value);
            }
            return to(raw, value);
        }

        private static Object toCollection(Class<?> raw, Type item, Object value) throws Exception {
            if (!(value instanceof List)) {
                return refuse(raw, value);
            }
            Collection<Object> items;
            if (!raw.isInterface()) {
                items = newInstance(raw);
            } else {
                items = Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
            }
            for (Object each : (List<?>) value) {
                items.add(to(item, each));
            }
            return items;
        }

        private static Object toArray(Type item, Object value) throws Exception {
            if (!(value instanceof List)) {
                return refuse(item, value);
            }
            List<?> items = (List<?>) value;
            Class<?> raw = (Class<?>) (item instanceof ParameterizedType ? ((ParameterizedType) item).getRawType() : item);
            Object array = Array.newInstance(raw, items.size());
            for (int at = 0; at < items.size(); at++) {
                Array.set(array, at, to(item, items.get(at)));
            }
            return array;
        }

        @SuppressWarnings("unchecked")
        private static <T> T newInstance(Class<?> raw) throws Exception {
            return (T) raw.getConstructor().newInstance();
        }

        /** An object by its setters, else its public fields; what it has no place for is left out, as on AWS. */
        private static Object toObject(Class<?> raw, Map<?, ?> values) throws Exception {
            Object made = newInstance(raw);
            for (Method method : raw.getMethods()) {
                String name = method.getName();
                if (name.length() > 3 && name.startsWith("set") && method.getParameterTypes().length == 1) {
                    Object key = find(values, name.substring(3));
                    if (key != null) {
                        method.setAccessible(true);
                        method.invoke(made, to(method.getGenericParameterTypes()[0], values.get(key)));
                    }
                }
            }
            for (Field field : raw.getFields()) {
                int modifiers = field.getModifiers();
                if (!Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers) && values.containsKey(field.getName())) {
                    field.set(made, to(field.getGenericType(), values.get(field.getName())));
                }
            }
            return made;
        }

        /** `setCityName` takes `cityName`, or `CityName` where there is none. */
        private static Object find(Map<?, ?> values, String property) {
            String usual = Character.toLowerCase(property.charAt(0)) + property.substring(1);
            return values.containsKey(usual) ? usual : values.containsKey(property) ? property : null;
        }

        /** A handler's result as JSON's values. */
        static Object from(Object value) throws Exception {
            if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
                return value;
            }
            if (value instanceof CharSequence || value instanceof Character) {
                return value.toString();
            }
            if (value instanceof Enum) {
                return ((Enum<?>) value).name();
            }
            if (value instanceof Map) {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    map.put(String.valueOf(entry.getKey()), from(entry.getValue()));
                }
                return map;
            }
            List<Object> list = new ArrayList<>();
            if (value instanceof Iterable) {
                for (Object item : (Iterable<?>) value) {
                    list.add(from(item));
                }
                return list;
            }
            if (value.getClass().isArray()) {
                for (int at = 0; at < Array.getLength(value); at++) {
                    list.add(from(Array.get(value, at)));
                }
                return list;
            }
            return fromObject(value);
        }

        private static Object fromObject(Object value) throws Exception {
            // By name, since reflection has no order of its own.
            Map<String, Object> map = new java.util.TreeMap<>();
            for (Field field : value.getClass().getFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    map.put(field.getName(), from(field.get(value)));
                }
            }
            for (Method method : value.getClass().getMethods()) {
                String name = method.getName();
                int start = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
                boolean getter = start > 0 && name.length() > start && method.getParameterTypes().length == 0;
                if (getter && !name.equals("getClass") && !Modifier.isStatic(method.getModifiers())) {
                    method.setAccessible(true);
                    String property = Character.toLowerCase(name.charAt(start)) + name.substring(start + 1);
                    map.put(property, from(method.invoke(value)));
                }
            }
            return map;
        }
    }

    /** JSON, read to and written from maps, lists, strings, numbers, booleans and null. */
    static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object read(String text) {
            Json json = new Json(text);
            Object value = json.value();
            json.space();
            if (json.at < text.length()) {
                throw json.wrong();
            }
            return value;
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException("An error occurred during JSON parsing: at character " + at);
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() {
            space();
            if (at >= text.length()) {
                throw wrong();
            }
            return text.charAt(at);
        }

        private boolean take(char wanted) {
            if (peek() != wanted) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char wanted) {
            if (!take(wanted)) {
                throw wrong();
            }
        }

        private Object word(String word, Object value) {
            if (!text.startsWith(word, at)) {
                throw wrong();
            }
            at += word.length();
            return value;
        }

        private Object value() {
            switch (peek()) {
                case '{':
                    return object();
                case '[':
                    return array();
                case '"':
                    return string();
                case 't':
                    return word("true", true);
                case 'f':
                    return word("false", false);
                case 'n':
                    return word("null", null);
                default:
                    return number();
            }
        }

        private Object object() {
            Map<String, Object> map = new LinkedHashMap<>();
            expect('{');
            if (take('}')) {
                return map;
            }
            do {
                if (peek() != '"') {
                    throw wrong();
                }
                String key = string();
                expect(':');
                map.put(key, value());
            } while (take(','));
            expect('}');
            return map;
        }

        private Object array() {
            List<Object> list = new ArrayList<>();
            expect('[');
            if (take(']')) {
                return list;
            }
            do {
                list.add(value());
            } while (take(','));
            expect(']');
            return list;
        }

        private String string() {
            StringBuilder out = new StringBuilder();
            at++;
            while (at < text.length()) {
                char letter = text.charAt(at++);
                if (letter == '"') {
                    return out.toString();
                }
                if (letter != '\\') {
                    out.append(letter);
                    continue;
                }
                if (at >= text.length()) {
                    break;
                }
                char escape = text.charAt(at++);
                int known = "\"\\/bfnrt".indexOf(escape);
                if (known >= 0) {
                    out.append("\"\\/\b\f\n\r\t".charAt(known));
                } else if (escape == 'u' && at + 4 <= text.length()) {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    throw wrong();
                }
            }
            throw wrong();
        }

        private Object number() {
            int start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String number = text.substring(start, at);
            try {
                if (number.matches("-?\\d{1,9}")) {
                    return Integer.valueOf(number);
                }
                if (number.matches("-?\\d{10,18}")) {
                    return Long.valueOf(number);
                }
                return number.matches("-?\\d+") ? (Object) new java.math.BigInteger(number) : (Object) Double.valueOf(number);
            } catch (NumberFormatException error) {
                throw wrong();
            }
        }

        static String write(Object value) {
            StringBuilder out = new StringBuilder();
            write(value, out);
            return out.toString();
        }

        private static void write(Object value, StringBuilder out) {
            if (value instanceof Map) {
                char before = '{';
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.append(before);
                    quote(String.valueOf(entry.getKey()), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    before = ',';
                }
                out.append(before == '{' ? "{}" : "}");
            } else if (value instanceof List) {
                char before = '[';
                for (Object item : (List<?>) value) {
                    out.append(before);
                    write(item, out);
                    before = ',';
                }
                out.append(before == '[' ? "[]" : "]");
            } else if (value instanceof String) {
                quote((String) value, out);
            } else if (value instanceof Double && (((Double) value).isNaN() || ((Double) value).isInfinite())) {
                quote(value.toString(), out);
            } else {
                out.append(value);
            }
        }

        private static void quote(String text, StringBuilder out) {
            out.append('"');
            for (int at = 0; at < text.length(); at++) {
                char letter = text.charAt(at);
                int known = "\"\\\b\f\n\r\t".indexOf(letter);
                if (known >= 0) {
                    out.append('\\').append("\"\\bfnrt".charAt(known));
                } else if (letter < 0x20) {
                    out.append(String.format("\\u%04x", (int) letter));
                } else {
                    out.append(letter);
                }
            }
            out.append('"');
        }
    }
}
