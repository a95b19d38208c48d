package weft.contract;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a bundle promises: its exported packages with their versions, and all that is public in them.
 *
 * @param bundle  symbolic name
 * @param exports its Export-Package header
 */
public record Contract(String bundle, String exports, Tree.Data api) {
    private static final String API = "<api>";

    /**
     * A package whose version does not say what has changed.
     *
     * @param words what has changed and which version it must be, then the elements, a line each
     */
    public record Breach(String name, String words) {}

    public static Contract of(Jar jar) throws Exception {
        String exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
        // As from the text, which leaves out what is not the contract's.
        return read(jar.getBsn(), List.of(exports == null ? "" : exports, ContractText.write(new DiffPluginImpl().tree(jar).get(API).serialize())));
    }

    /** @param text as {@link #write} has it, in lines or pieces of lines */
    public static Contract read(String bundle, List<String> text) {
        return new Contract(bundle, text.getFirst(), ContractText.read(text.subList(1, text.size()).stream().flatMap(String::lines).toList()));
    }

    public String write() {
        return exports + "\n" + ContractText.write(api);
    }

    /** What of this contract is not what its versions say, measured by an older one. @param older what that one is called to people, such as "the released" */
    public List<Breach> breaches(Contract than, String older) throws Exception {
        var comparison = new Baseline(new Processor(), new DiffPluginImpl());
        return comparison.baseline(tree(), parameters(), than.tree(), than.parameters(), new Instructions("*")).stream()
                .filter(p -> p.mismatch).map(p -> new Breach(p.packageName, sentence(p, older))).toList();
    }

    private Parameters parameters() {
        return OSGiHeader.parseHeader(exports);
    }

    // As if the API were all of a bundle.
    private Tree tree() throws Exception {
        var data = new Tree.Data();
        data.type = Type.BUNDLE;
        data.name = bundle;
        data.add = Delta.MINOR;
        data.rem = Delta.MAJOR;
        data.children = new Tree.Data[] {api};
        return new DiffPluginImpl().deserialize(data);
    }

    private static String sentence(Baseline.Info p, String older) {
        return p.packageName + " " + p.newerVersion + " differs from " + older + " " + p.olderVersion + " by a " + lower(p.packageDiff.getDelta())
                + " change: its version must be " + p.suggestedVersion + "\n" + lines(p.packageDiff, "  ");
    }

    private static String lines(Diff diff, String indent) {
        if (diff.getDelta() == Delta.UNCHANGED || diff.getDelta() == Delta.IGNORED) return "";
        String line = indent + lower(diff.getDelta()) + " " + lower(diff.getType()) + " " + diff.getName() + "\n";
        if (diff.getDelta() == Delta.ADDED || diff.getDelta() == Delta.REMOVED) return line;
        return line + diff.getChildren().stream().map(d -> lines(d, indent + "  ")).collect(Collectors.joining());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
