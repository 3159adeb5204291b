package dev.margay.server;

/** The server cannot be started; the message is one sentence with the place and the remedy. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  public StartFailure(String message) {
    super(message);
  }
}
