package weft.console;

/** The whiteboard context of the web console: what is served in it is behind the console's login. */
final class ConsoleContext {
    static final String SELECT = "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)";
    static final String PATTERN = "osgi.http.whiteboard.servlet.pattern=";
    static final String ASYNC = "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true";

    private ConsoleContext() {}
}
