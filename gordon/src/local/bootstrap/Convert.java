// Conversions for Bootstrap.java: what a handler's types say about the event, and its result as JSON.
package gordon;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Between JSON's values and a handler's types. */
final class Convert {
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
