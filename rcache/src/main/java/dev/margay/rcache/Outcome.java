package dev.margay.rcache;

/** What came of asking for a representation. */
public sealed interface Outcome {
  /** It is here. */
  record Ready(Representation representation) implements Outcome {}

  /** The coding makes this content no smaller: send it plain. */
  record NotSmaller() implements Outcome {}

  /** There is none for now: send the content plain, and ask again at the next request. */
  record Unavailable(Reason reason) implements Outcome {}

  /** Why a representation is unavailable. */
  enum Reason {
    /** The content's file was written to, or went away, before it was coded. */
    CONTENT_CHANGED,
    /** The cache's folder cannot be written to, or the encoder failed. */
    FAULT,
    /** Too many jobs wait already, or another process holds this one for too long. */
    BUSY,
    /** The server is stopping. */
    STOPPING
  }
}
