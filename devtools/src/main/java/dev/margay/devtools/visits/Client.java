package dev.margay.devtools.visits;

/**
 * Who asks.
 *
 * @param connection names the connection, for as long as it lasts
 * @param address of the other end, without a port
 * @param agent the {@code User-Agent}; empty if there is none
 */
record Client(String connection, String address, String agent) {
  /** Whether it may be the same browser, over another connection. */
  boolean resembles(Client other) {
    return address.equals(other.address) && agent.equals(other.agent);
  }
}
