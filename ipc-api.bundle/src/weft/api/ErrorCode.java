package weft.api;

/** The kinds of failure a request may end in; the sentence beside it says the rest. */
public enum ErrorCode { NOT_FOUND, DENIED, INVALID, TIMEOUT, UNAVAILABLE, CONFLICT, TOO_LARGE, INTERNAL }
