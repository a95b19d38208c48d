package weft.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.gateway.Caller;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Doc;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.codec.MessageTypes;
import weft.codec.RecordTree;
import weft.stage.host.Differences;
import weft.stage.host.SessionBundles;
import weft.stage.host.StageFolder;
import weft.stage.host.StageProcess;

/**
 * {@code weft replay FILE BUNDLE.jar|--running}: asks the safe requests of a recording again, of a build, or of the bundles that the session has. It needs
 * no running session and touches none. Differences are a failure.
 */
final class Replay {
    private static final String USAGE = "What shall be replayed? weft replay FILE BUNDLE.jar, or weft replay FILE --running";
    private static final long ANSWER_LIMIT_MS = 30_000;
    private int same, skipped, different;

    void run(Places places, List<String> words, boolean running, boolean json) throws IOException, InterruptedException {
        if (words.size() != (running ? 1 : 2)) throw Failure.usage(USAGE);
        Path recording = Path.of(words.getFirst());
        if (!Files.isRegularFile(recording)) throw Failure.failed("There is no file " + recording + ".");
        Optional<Path> build = running ? Optional.empty() : Optional.of(Path.of(words.getLast()).toAbsolutePath());
        Path home = Files.createTempDirectory("weft-stage-");
        try (BufferedReader lines = Files.newBufferedReader(recording)) {
            var bundles = running ? SessionBundles.of(places) : SessionBundles.ofDistribution(places);
            try (var stage = new StageProcess(new StageFolder(places, home, build, bundles, System.getenv()), facts(recording, lines.readLine()))) {
                for (String line; (line = lines.readLine()) != null; ) ask(stage, (Map<?, ?>) Json.read(line), json);
            }
        }
        if (json) Main.print(Map.of("same", same, "different", different, "skipped", skipped));
        else System.out.println(same + " answers are the same, " + different + " differ; " + skipped + " messages were not asked again");
        if (different > 0) throw Failure.failed(different + (different == 1 ? " answer differs." : " answers differ."));
    }

    @SuppressWarnings("unchecked")
    private static List<SessionFacts> facts(Path recording, String first) {
        if (first == null || !(Json.read(first) instanceof Map<?, ?> head) || !Long.valueOf(1).equals(head.get("recording"))) throw Failure.failed(recording + " is no recording of a known format.");
        return ((List<Map<String, Object>>) head.get("facts")).stream().map(f -> RecordTree.read(SessionFacts.class, f, "facts")).toList();
    }

    private void ask(StageProcess stage, Map<?, ?> entry, boolean json) throws IOException, InterruptedException {
        Envelope request = Envelope.fromTree(entry.get("request"));
        if (!entry.containsKey("answer") || !stage.types().contains(request.type()) || !MessageTypes.record(request.type()).getAnnotation(Doc.class).safe()) {
            skipped++;
            return;
        }
        var caller = new Caller(Role.valueOf((String) entry.get("role")), Optional.ofNullable((String) entry.get("session")).map(SessionId::new), ((Number) entry.get("pid")).intValue());
        var answer = stage.ask(caller, request, ANSWER_LIMIT_MS);
        var difference = answer.isEmpty() ? Optional.of("there was no answer")
                : Differences.first(Differences.recorded(Envelope.fromTree(entry.get("answer"))), Differences.kept(answer.get()));
        if (difference.isEmpty()) {
            same++;
            return;
        }
        different++;
        if (json) Main.print(Map.of("ms", entry.get("ms"), "type", request.type(), "difference", difference.get()));
        else System.out.println("+" + entry.get("ms") + " ms  " + request.type() + ": " + difference.get());
    }
}
