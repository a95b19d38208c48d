package weft.supervisor;

/** Says in a sentence how apps of a session that is started here would be limited, for {@code ./weft doctor}. */
final class ResourceOutlook {
    private ResourceOutlook() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("a session here " + ResourceGroups.outlook(System.getenv()));
    }
}
