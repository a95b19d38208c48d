package weft.api;

/** {@code Requested → Starting → Running → Stopping → Stopped}; any state may go to Stopped, with a reason. */
public enum SessionState { Requested, Starting, Running, Stopping, Stopped }
