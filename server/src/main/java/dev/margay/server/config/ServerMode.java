package dev.margay.server.config;

/** Which command runs the server, and the defaults that differ between the two. */
public enum ServerMode {
  /** Hosting. */
  SERVE,
  /** Developing. */
  DEVLOVE;

  /** Where it listens if nothing else is asked for (behaviour, section 1). */
  public ListenAddress defaultListen() {
    return this == SERVE
        ? new ListenAddress("0.0.0.0", 8443)
        : new ListenAddress("127.0.0.1", 4043);
  }

  /**
   * Where its access log goes if nothing else is asked for: nowhere in devlove, whose page of
   * visits shows every response.
   */
  public AccessLogDestination defaultAccessLog() {
    return this == SERVE
        ? new AccessLogDestination.StandardOutput()
        : new AccessLogDestination.Off();
  }
}
