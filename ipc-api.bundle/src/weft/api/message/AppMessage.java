package weft.api.message;

/** What an app's page and its module say to each other. */
public sealed interface AppMessage extends Message {
    @Doc(value = "From a page to its own module, or from a module to its own page.", reply = Connection.Ok.class)
    record IpcForward(@Sensitive Object data) implements AppMessage {}

    @Doc("An IPC_FORWARD as it arrives at the other side.")
    record IpcMessage(@Sensitive Object data) implements AppMessage {}
}
