package weft.update;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The way from an object to any object of a class loader, through objects whose classes are of some other loaders, and
 * through the JDK's collections. Not through the framework, from which everything can be reached, and what the JDK hides
 * otherwise is not seen.
 */
final class Reachability {
    private static final int MOST_OBJECTS = 100_000;
    private final ClassLoader wanted;
    private final Set<ClassLoader> through;
    private final Map<Object, Link> seen = new IdentityHashMap<>();
    private final Deque<Object> next = new ArrayDeque<>();

    private record Link(Object from, String by) {}

    Reachability(ClassLoader wanted, Set<ClassLoader> through) {
        this.wanted = wanted;
        this.through = through;
    }

    /** From the static fields of classes. */
    Optional<String> fromClasses(ClassLoader loader, Collection<String> files) {
        for (String file : files)
            for (Field field : fields(loader, file)) if (Modifier.isStatic(field.getModifiers())) see(value(field, null), null, name(field));
        return search();
    }

    Optional<String> from(Object root) {
        see(root, null, root.getClass().getSimpleName());
        return search();
    }

    private Optional<String> search() {
        while (!next.isEmpty() && seen.size() < MOST_OBJECTS) {
            Object o = next.poll();
            if (o.getClass().getClassLoader() == wanted) return Optional.of(way(o));
            follow(o);
        }
        return Optional.empty();
    }

    private void see(Object o, Object from, String by) {
        if (o != null && seen.putIfAbsent(o, new Link(from, by)) == null) next.add(o);
    }

    private void follow(Object o) {
        switch (o) {
            case Object[] many -> Arrays.asList(many).forEach(e -> see(e, o, "[]"));
            case Collection<?> many when isOfTheJdk(o) -> Arrays.asList(many.toArray()).forEach(e -> see(e, o, "()"));
            case Map<?, ?> map when isOfTheJdk(o) -> {
                Arrays.asList(map.keySet().toArray()).forEach(e -> see(e, o, "()"));
                Arrays.asList(map.values().toArray()).forEach(e -> see(e, o, "()"));
            }
            case AtomicReference<?> one -> see(one.get(), o, "()");
            default -> {
                for (Class<?> c = o.getClass(); c != null && c.getClassLoader() != null && through.contains(c.getClassLoader()); c = c.getSuperclass())
                    for (Field f : c.getDeclaredFields()) if (!Modifier.isStatic(f.getModifiers())) see(value(f, o), o, name(f));
            }
        }
    }

    // Only these are known to answer at any time.
    private static boolean isOfTheJdk(Object o) {
        return o.getClass().getClassLoader() == null;
    }

    private static String name(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    private String way(Object o) {
        var way = new ArrayDeque<String>();
        for (Link link = seen.get(o); link != null; link = link.from == null ? null : seen.get(link.from)) way.addFirst(link.by);
        return String.join(" > ", way);
    }

    private static Field[] fields(ClassLoader loader, String file) {
        try {
            return Class.forName(file.substring(0, file.length() - ".class".length()).replace('/', '.'), false, loader).getDeclaredFields();
        } catch (ClassNotFoundException | LinkageError e) {
            return new Field[0];
        }
    }

    private static Object value(Field field, Object of) {
        if (field.getType().isPrimitive()) return null;
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
