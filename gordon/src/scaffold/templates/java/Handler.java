package example;

import java.util.Map;

/** Answers {@code GET /{{name}}}. */
public class Handler {
    /** Greets whom the query string names: {@code /{{name}}?name=Ada}. */
    public Map<String, Object> handle(Map<String, Object> event) {
        String name = "world";
        if (event.get("queryStringParameters") instanceof Map<?, ?> query && query.get("name") instanceof String given) {
            name = given;
        }
        return Map.of(
                "statusCode", 200,
                "headers", Map.of("content-type", "application/json"),
                "body", "{\"message\": \"Hello, " + escaped(name) + "!\"}");
    }

    /** The text inside a JSON string. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ') {
                out.append(String.format("\\u%04x", (int) letter));
            } else {
                out.append(letter);
            }
        }
        return out.toString();
    }
}
