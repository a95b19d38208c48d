package weft.packages.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.packages.AppPackage.FileHandler;
import weft.api.packages.AppPackage.ProtocolHandler;
import weft.api.packages.AppPackage.Shortcut;
import weft.api.packages.AppPackage.Web;
import weft.codec.Json;

/**
 * Reads {@code manifest.webmanifest} (W3C Web Application Manifest), of which name, icons, shortcuts, file and protocol
 * handlers mean something here; addresses are relative to the app's origin, that is {@code ui/}. As that standard wants
 * it, a member that is wrong is left out with a warning; only what is no such file at all is an error.
 */
final class WebManifest {
    static final String FILE = "manifest.webmanifest";
    private static final int MAX_BYTES = 64 << 10, MAX_ICONS = 32, MAX_SHORTCUTS = 8, MAX_HANDLERS = 16, MAX_TYPES = 16, SMALL = 64;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/(\\*|[a-z0-9][a-z0-9!#$&^_.+-]{0,63})");
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9][A-Za-z0-9._+-]{0,14}"), OWN_PROTOCOL = Pattern.compile("web\\+[a-z]{1,32}");
    /** HTML, "safelisted scheme". */
    private static final Set<String> PROTOCOLS = Set.of("bitcoin", "ftp", "ftps", "geo", "im", "irc", "ircs", "magnet", "mailto", "matrix", "mms", "news", "nntp",
            "openpgp4fpr", "sftp", "sip", "sms", "smsto", "ssh", "tel", "urn", "webcal", "wtai", "xmpp");
    private final Path pages;
    private final Source source;
    private final Members all;

    private WebManifest(Path folder, Source source, Map<?, ?> tree) {
        pages = folder.resolve("ui");
        this.source = source;
        all = new Members(source, "", tree);
    }

    /** One that says nothing if there is none. @throws WeftException INVALID, with the file, if it is no JSON object, too large, or holds what cannot be seen */
    static WebManifest read(Path folder) throws IOException {
        var source = new Source(folder.resolve(FILE));
        String text;
        try {
            text = source.text(MAX_BYTES);
        } catch (NoSuchFileException e) {
            return new WebManifest(folder, source, Map.of());
        }
        source.refuseHidden(text);
        try {
            if (Json.read(text) instanceof Map<?, ?> tree) return new WebManifest(folder, source, tree);
        } catch (WeftException e) {
            throw new WeftException(ErrorCode.INVALID, source.file() + " is no web manifest: " + Printable.text(e.getMessage()));
        }
        throw new WeftException(ErrorCode.INVALID, source.file() + " is no web manifest: it must be an object, {…}");
    }

    /** Of what was asked for so far. */
    List<String> warnings() {
        return source.warnings();
    }

    Optional<String> name() {
        return name(all, "name").or(() -> name(all, "short_name"));
    }

    private static Optional<String> name(Members of, String key) {
        var name = of.text(key);
        boolean fits = name.isEmpty() || name.get().codePointCount(0, name.get().length()) <= Manifest.MAX_NAME;
        if (!fits) of.warn(key, "is longer than " + Manifest.MAX_NAME + " characters");
        return name.filter(n -> fits);
    }

    // A picture of lines, else the smallest that is large enough, else the largest.
    Optional<String> icon() {
        record Candidate(Members members, int size) {}
        var candidates = new ArrayList<Candidate>();
        for (Members icon : all.objects("icons", MAX_ICONS)) {
            String source = icon.text("src").orElse("");
            var purposes = icon.text("purpose").map(p -> List.of(p.split(" "))).orElse(List.of("any"));
            if (!Icon.isOne(source)) icon.warn("src", "must be a file ending in .svg or .png");
            else if (purposes.contains("any")) candidates.add(new Candidate(icon, source.endsWith(".svg") ? SMALL : size(icon.text("sizes").orElse(""))));
        }
        candidates.sort(Comparator.comparingInt((Candidate c) -> c.size < SMALL ? Integer.MAX_VALUE - c.size : c.size));
        return candidates.stream().flatMap(c -> picture(c.members).stream()).findFirst();
    }

    private static int size(String sizes) {
        var m = Pattern.compile("(?i)([1-9][0-9]{0,4})x[1-9][0-9]{0,4}").matcher(sizes);
        int largest = 0;
        while (m.find()) largest = Math.max(largest, Integer.parseInt(m.group(1)));
        return largest;
    }

    private Optional<String> picture(Members icon) {
        var address = address(icon, "src");
        if (address.isEmpty()) return Optional.empty();
        try {
            var picture = Icon.read(pages.resolve(address.get().substring(1)));
            if (picture.isEmpty()) icon.warn("src", "is larger than " + Icon.MAX_BYTES + " bytes");
            return picture;
        } catch (IOException e) {
            icon.warn("src", "cannot be read");
            return Optional.empty();
        }
    }

    Web offers() {
        return new Web(shortcuts(), fileHandlers(), protocolHandlers());
    }

    private List<Shortcut> shortcuts() {
        var out = new ArrayList<Shortcut>();
        for (Members one : all.objects("shortcuts", MAX_SHORTCUTS)) {
            var name = name(one, "name");
            var url = address(one, "url");
            if (name.isPresent() && url.isPresent()) out.add(new Shortcut(name.get(), url.get()));
            else if (name.isEmpty() && !one.has("name")) one.warn("name", "is missing");
        }
        return out;
    }

    private List<FileHandler> fileHandlers() {
        var out = new ArrayList<FileHandler>();
        for (Members one : all.objects("file_handlers", MAX_HANDLERS)) {
            var action = address(one, "action");
            var accept = one.object("accept").map(WebManifest::accepted).orElse(Map.of());
            if (accept.isEmpty()) one.warn("accept", "names no media type with endings, such as { \"text/plain\": [\".txt\"] }");
            else action.ifPresent(a -> out.add(new FileHandler(a, accept)));
        }
        return out;
    }

    private static Map<String, List<String>> accepted(Members accept) {
        var out = new LinkedHashMap<String, List<String>>();
        for (String type : accept.keys()) {
            var endings = accept.texts(type, MAX_TYPES).stream().filter(e -> ENDING.matcher(e).matches()).toList();
            if (out.size() >= MAX_TYPES || !MEDIA_TYPE.matcher(type).matches() || endings.isEmpty()) accept.warn(type, "is no media type with endings such as .txt, or there are more than " + MAX_TYPES);
            else out.put(type, endings);
        }
        return out;
    }

    private List<ProtocolHandler> protocolHandlers() {
        var out = new ArrayList<ProtocolHandler>();
        for (Members one : all.objects("protocol_handlers", MAX_HANDLERS)) {
            String protocol = one.text("protocol").orElse("");
            var url = address(one, "url");
            if (!PROTOCOLS.contains(protocol) && !OWN_PROTOCOL.matcher(protocol).matches()) one.warn("protocol", "must be web+NAME or one that apps may take, such as mailto");
            else if (url.isPresent() && !url.get().contains("%s")) one.warn("url", "must hold %s, for the address that is opened");
            else url.ifPresent(u -> out.add(new ProtocolHandler(protocol, u)));
        }
        return out;
    }

    /** An address of the app's own origin whose file is there: from the slash on, with what follows the file's name. */
    private Optional<String> address(Members of, String key) {
        var text = of.text(key);
        if (text.isEmpty()) {
            if (!of.has(key)) of.warn(key, "is missing");
            return Optional.empty();
        }
        String url = text.get(), file = url.split("[?#]", 2)[0].replaceFirst("^(\\./|/(?!/))", "");
        String problem = problem(file);
        if (problem.isEmpty()) return Optional.of("/" + file + url.substring(url.split("[?#]", 2)[0].length()));
        of.warn(key, problem);
        return Optional.empty();
    }

    // No address without a file of its own stands for the app's first page.
    private String problem(String file) {
        if (file.isEmpty()) return "";
        try {
            Path path = Path.of(file);
            boolean plain = !path.isAbsolute() && !file.matches(".*[:\\\\%].*") && path.normalize().toString().equals(file) && !file.startsWith("..");
            if (!plain) return "must be an address inside the app, such as new.html";
            for (Path p = path; p != null; p = p.getParent()) if (Files.isSymbolicLink(pages.resolve(p))) return "leads to a link";
            return Files.isRegularFile(pages.resolve(path), LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(pages) ? "" : "leads to nothing below ui/";
        } catch (InvalidPathException e) {
            return "is no address";
        }
    }
}
