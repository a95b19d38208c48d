package weft.update;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The class loader of a bundle that goes: whether it is gone, and who holds it if not. Nothing here holds it. */
final class OldLoader {
    private static final int COLLECTIONS = 4, MOST_OBJECTS = 100_000;
    private final WeakReference<ClassLoader> loader;

    OldLoader(Bundle bundle) {
        loader = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    /** Collects garbage, as often as it may need; returns whether the loader is gone. */
    boolean isGone() {
        for (int i = 0; i < COLLECTIONS && loader.get() != null; i++) System.gc();
        return loader.get() == null;
    }

    /** The thread that holds it: it runs on behalf of the bundle. */
    Optional<String> holdingThread() {
        ClassLoader held = loader.get();
        if (held == null) return Optional.empty();
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getContextClassLoader() == held || t.getClass().getClassLoader() == held)
                .map(t -> "the thread \"" + t.getName() + "\"").findFirst();
    }

    /** The static field of another bundle's class from which it can be reached, as {@code Class.field}. */
    Optional<String> heldBy(Bundle other) {
        ClassLoader theirs = other.adapt(BundleWiring.class) == null ? null : other.adapt(BundleWiring.class).getClassLoader();
        if (theirs == null) return Optional.empty();
        for (String resource : other.adapt(BundleWiring.class).listResources("/", "*.class", BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL)) {
            for (Field field : fields(theirs, resource)) {
                Object value = value(field, null);
                if (Modifier.isStatic(field.getModifiers()) && value != null && reaches(value)) return Optional.of(field.getDeclaringClass().getName() + "." + field.getName());
            }
        }
        return Optional.empty();
    }

    private static Field[] fields(ClassLoader loader, String resource) {
        try {
            return Class.forName(resource.substring(0, resource.length() - ".class".length()).replace('/', '.'), false, loader).getDeclaredFields();
        } catch (ClassNotFoundException | LinkageError e) {
            return new Field[0];
        }
    }

    // Breadth first through everything that is no part of the JDK, and through its collections.
    private boolean reaches(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var next = new ArrayDeque<Object>();
        next.add(root);
        while (!next.isEmpty() && seen.size() < MOST_OBJECTS) {
            Object o = next.poll();
            if (!seen.add(o)) continue;
            if (o.getClass().getClassLoader() == loader.get()) return true;
            follow(o, next);
        }
        return false;
    }

    private static void follow(Object o, ArrayDeque<Object> next) {
        switch (o) {
            case Object[] many -> addAll(java.util.Arrays.asList(many), next);
            case Collection<?> many -> addAll(java.util.List.copyOf(many.stream().filter(java.util.Objects::nonNull).toList()), next);
            case Map<?, ?> map -> {
                addAll(map.keySet(), next);
                addAll(map.values(), next);
            }
            case AtomicReference<?> one when one.get() != null -> next.add(one.get());
            default -> {
                for (Class<?> c = o.getClass(); c != null && c.getClassLoader() != null; c = c.getSuperclass())
                    for (Field f : c.getDeclaredFields()) if (!Modifier.isStatic(f.getModifiers()) && value(f, o) != null) next.add(value(f, o));
            }
        }
    }

    private static void addAll(Collection<?> some, ArrayDeque<Object> next) {
        for (Object o : some) if (o != null) next.add(o);
    }

    private static Object value(Field field, Object of) {
        if (field.getType().isPrimitive() || of == null && !Modifier.isStatic(field.getModifiers())) return null;
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
