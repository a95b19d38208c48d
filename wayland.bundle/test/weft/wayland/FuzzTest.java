package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;
import weft.wayland.client.Connection;
import weft.wayland.server.Resource;
import weft.wayland.server.ResourceType;
import weft.wayland.testing.Fixture;
import weft.wayland.wire.Limits;
import weft.wayland.wire.MessageSpec;
import weft.wayland.wire.WireInterface;

/**
 * Random requests to every generated interface, mostly well-formed, with handlers that answer, fail and destroy at random:
 * nothing may come out of the dispatch, another client must not notice, and nothing may be left afterwards.
 */
class FuzzTest {
    private static final int CLIENTS = 120, REQUESTS = 150;
    private final Set<Resource> live = new HashSet<>();
    private final TreeMap<String, Class<? extends Resource>> classes = new TreeMap<>();
    private final List<ResourceType<?>> types = new ArrayList<>();
    private Random random;
    private int refused;
    private int served;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_requests_never_get_out_of_their_client(long seed) throws Exception {
        random = new Random(seed);
        findTypes();
        int openBefore = openDescriptors();
        try (var fixture = new Fixture(new Limits(200, 1 << 15, 28)); Fd memory = Memfd.create("fuzz", 4096)) {
            for (var type : types) offer(fixture, type);
            Connection bystander = fixture.connect();
            for (int i = 0; i < CLIENTS; i++) {
                attack(fixture, memory);
                bystander.roundtrip(5000);
            }
            fixture.until(() -> fixture.display().clients().size() == 1);
            assertTrue(live.isEmpty(), () -> "left: " + live);
        }
        assertEquals(openBefore, openDescriptors());
        assertTrue(refused > CLIENTS / 4, refused + " errors: too tame");
        assertTrue(served > CLIENTS * 10, served + " requests served: too wild");
    }

    /** An object as the attacker knows it. */
    private record Known(WireInterface type, int version) {}

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private void findTypes() throws Exception {
        Path folder = Path.of(System.getProperty("weft.root"), "wayland.bundle/gen/weft/wayland/protocol/server");
        try (var files = Files.list(folder)) {
            for (Path p : files.sorted().toList()) {
                String name = p.getFileName().toString().replace(".java", "");
                if (name.equals("package-info")) continue;
                var c = Class.forName("weft.wayland.protocol.server." + name).asSubclass(Resource.class);
                var type = (ResourceType<?>) c.getField("TYPE").get(null);
                types.add(type);
                classes.put(type.wire().name(), c);
            }
        }
        assertTrue(types.size() > 60);
    }

    private <R extends Resource> void offer(Fixture fixture, ResourceType<R> type) {
        fixture.display().addGlobal(type, type.wire().version(), this::adopt);
    }

    /** Gives a new resource handlers that do anything; some stay inert. */
    private void adopt(Resource resource) {
        live.add(resource);
        resource.onDestroy(() -> live.remove(resource));
        if (random.nextInt(30) == 0) return;
        for (Class<?> nested : resource.getClass().getClasses()) {
            if (!nested.getSimpleName().equals("Requests")) continue;
            InvocationHandler handler = (proxy, method, arguments) -> handle(arguments);
            Object requests = java.lang.reflect.Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {nested}, handler);
            try {
                resource.getClass().getMethod("setRequests", nested).invoke(resource, requests);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Object handle(Object[] arguments) throws Exception {
        served++;
        var self = (Resource) arguments[0];
        boolean fails = random.nextInt(300) == 0;
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i] instanceof Fd fd && !fails) fd.close();
            if (arguments[i] instanceof Resource r && !live.contains(r)) adopt(r);
        }
        if (fails) {
            switch (random.nextInt(4)) {
                case 0 -> throw self.error(random.nextInt(5), "random");
                case 1 -> throw new IllegalStateException("random");
                case 2 -> self.client().destroy();
                default -> self.postError(1, "posted");
            }
            // Whoever keeps the client keeps the descriptors.
            for (Object a : arguments) if (a instanceof Fd fd) fd.close();
        }
        sendSomething(self);
        return null;
    }

    private void sendSomething(Resource self) throws Exception {
        var senders = new ArrayList<Method>();
        for (Method m : self.getClass().getMethods()) if (m.getName().startsWith("send") && m.getParameterCount() == 0) senders.add(m);
        if (senders.isEmpty()) return;
        senders.sort(java.util.Comparator.comparing(Method::getName));
        if (senders.get(random.nextInt(senders.size())).invoke(self) instanceof Resource made && !made.isDestroyed()) adopt(made);
    }

    private void attack(Fixture fixture, Fd memory) throws Exception {
        try (var client = new RawClient(fixture, random.nextBoolean())) {
            var objects = new TreeMap<Integer, Known>();
            client.registry();
            var globals = client.globals();
            int next = 3;
            for (int i = 0; i < 10; i++) {
                var global = globals.get(random.nextInt(globals.size()));
                int version = 1 + random.nextInt(global.version());
                client.send(2, 0, global.name(), global.type(), version, next);
                objects.put(next++, new Known(type(global.type()), version));
            }
            for (int i = 0; i < REQUESTS && !objects.isEmpty(); i++) {
                if (random.nextInt(30) == 0) client.send(1, 0, next); // sync: the id is free again
                next = request(client, memory, objects, next);
                if (random.nextInt(20) == 0 && client.isEnded()) break;
            }
            client.failure().ifPresent(f -> refused++);
        } catch (OsException e) {
            refused++; // closed while we were writing
        }
    }

    private WireInterface type(String name) throws ReflectiveOperationException {
        return (WireInterface) classes.get(name).getField("INTERFACE").get(null);
    }

    private int request(RawClient client, Fd memory, TreeMap<Integer, Known> objects, int next) throws Exception {
        int id = objects.navigableKeySet().stream().skip(random.nextInt(objects.size())).findFirst().orElseThrow();
        WireInterface type = objects.get(id).type();
        int version = objects.get(id).version();
        if (type.requestCount() == 0) return next;
        int opcode = random.nextInt(type.requestCount());
        MessageSpec spec = type.request(opcode);
        if (spec.since() > version && random.nextInt(50) > 0) return next;
        Method handler = handler(type, spec);
        Class<?>[] parameters = handler.getParameterTypes();
        if (!objectsFor(spec, parameters, objects) && random.nextInt(50) > 0) return next;
        if (handler.isDefault()) objects.remove(id); // a destructor
        var body = new ByteArrayOutputStream();
        var fds = new ArrayList<Fd>();
        int argument = 0;
        for (char letter : spec.signature().replace("?", "").toCharArray()) {
            Class<?> parameter = parameters[++argument];
            switch (letter) {
                case 's', 'a' -> block(body, letter == 's');
                case 'h' -> fds.add(memory);
                case 'n' -> {
                    body.writeBytes(RawClient.word(next));
                    objects.put(next++, new Known((WireInterface) parameter.getField("INTERFACE").get(null), version));
                }
                case 'o' -> body.writeBytes(RawClient.word(object(objects, parameter)));
                default -> body.writeBytes(RawClient.word(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(100)));
            }
        }
        if (random.nextInt(200) == 0) fds.add(memory);
        byte[] message = RawClient.withLength(id, opcode, 8 + body.size(), body.toByteArray());
        if (random.nextInt(150) == 0) message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        client.send(message, fds.toArray(Fd[]::new));
        return next;
    }

    private Method handler(WireInterface type, MessageSpec spec) {
        Class<?> requests = List.of(classes.get(type.name()).getClasses()).stream().filter(c -> c.getSimpleName().equals("Requests")).findFirst().orElseThrow();
        String name = spec.name().replace("_", "");
        return java.util.Arrays.stream(requests.getMethods()).filter(m -> m.getName().replace("_", "").equalsIgnoreCase(name)).findFirst().orElseThrow();
    }

    /** Whether there is an object for each argument that needs one. */
    private boolean objectsFor(MessageSpec spec, Class<?>[] parameters, TreeMap<Integer, Known> objects) {
        int argument = 0;
        boolean nullable = false;
        for (char letter : spec.signature().toCharArray()) {
            if (letter == '?') {
                nullable = true;
                continue;
            }
            Class<?> parameter = parameters[++argument];
            if (letter == 'o' && !nullable && objects.values().stream().noneMatch(k -> classes.get(k.type().name()) == parameter)) return false;
            nullable = false;
        }
        return true;
    }

    private int object(TreeMap<Integer, Known> objects, Class<?> parameter) {
        int luck = random.nextInt(200);
        if (luck == 0) return 0;
        if (luck == 1) return random.nextInt();
        for (var entry : objects.descendingMap().entrySet()) if (classes.get(entry.getValue().type().name()) == parameter) return entry.getKey();
        return 0;
    }

    private void block(ByteArrayOutputStream body, boolean string) {
        var bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        for (int i = 0; string && i < bytes.length; i++) if (bytes[i] == 0) bytes[i] = 1;
        if (string && random.nextInt(100) > 0) bytes[bytes.length - 1] = 0;
        body.writeBytes(RawClient.word(bytes.length));
        body.writeBytes(bytes);
        body.writeBytes(new byte[-bytes.length & 3]);
    }
}
