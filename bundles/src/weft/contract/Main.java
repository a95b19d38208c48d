package weft.contract;

import aQute.bnd.osgi.Jar;
import java.io.File;
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
    private Main() {}

    public static void main(String... jars) throws Exception {
        var breaches = new ArrayList<Map<String, Object>>();
        Contract newer = read(jars[0]);
        for (int i = 1; i < jars.length; i++)
            for (var b : newer.breaches(read(jars[i]), "the running")) breaches.add(Map.of("older", i - 1, "package", b.name(), "words", b.words()));
        System.out.write(Json.write(Map.of("breaches", List.copyOf(breaches))));
        System.out.flush();
    }

    private static Contract read(String file) throws Exception {
        try (var jar = new Jar(new File(file))) {
            return Contract.of(jar);
        }
    }
}
