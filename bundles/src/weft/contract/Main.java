package weft.contract;

import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.codec.Json;

/**
 * Compares the contracts of a jar with those of others: {@code NEWER.jar OLDER.jar …}. Prints one JSON object: {@code
 * breaches}, a list of objects with the index of the older jar, {@code package} and {@code words}. Exit code 1, with the
 * reason on standard error, if one cannot be read.
 */
public final class Main {
    private static final int MOST_MEMBERS = 65_535;

    private Main() {}

    public static void main(String... jars) throws Exception {
        var breaches = new ArrayList<Map<String, Object>>();
        Contract newer = read(jars[0]);
        for (int i = 1; i < jars.length; i++)
            for (var b : newer.breaches(read(jars[i]), "the running")) breaches.add(Map.of("older", i - 1, "package", b.name(), "words", b.words()));
        System.out.write(Json.write(Map.of("breaches", List.copyOf(breaches))));
        System.out.flush();
    }

    // The comparison passes over what is no class.
    private static void check(String name, Resource content) throws Exception {
        try (InputStream in = content.openInputStream()) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            if (model.methods().size() + model.fields().size() > MOST_MEMBERS) throw new IllegalArgumentException("it has too many members");
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is no class: " + e.getMessage(), e);
        }
    }

    private static Contract read(String file) throws Exception {
        try (var jar = new Jar(new File(file))) {
            for (var e : jar.getResources().entrySet()) if (e.getKey().endsWith(".class")) check(e.getKey(), e.getValue());
            return Contract.of(jar);
        }
    }
}
