package dev.margay.server.config;

/**
 * The listener of metrics and health.
 *
 * @param listen where it is bound
 * @param askedFor whether somebody named that place: then it being taken is an error, else the next
 *     free port is used
 */
public record AdminSettings(ListenAddress listen, boolean askedFor) {
  /** Where it is bound if nobody names a place. */
  public static final ListenAddress DEFAULT_LISTEN = new ListenAddress("127.0.0.1", 4044);
}
