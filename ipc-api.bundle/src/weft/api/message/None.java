package weft.api.message;

/** Stands for "no message" where an annotation must name one. Never sent. */
public record None() implements Message {}
