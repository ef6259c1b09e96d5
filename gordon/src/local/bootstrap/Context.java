// The context for Bootstrap.java: Lambda's interface, found by reflection in what the function brings.
package gordon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lambda's Context interface, whichever version of it the function brings. */
final class Context implements InvocationHandler {
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
