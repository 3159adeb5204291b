package dev.margay.devtools.socks;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** How a request is answered (RFC 1928 §6). */
enum SocksReply {
  /** The connection is there. */
  SUCCEEDED(0),
  /** Something else went wrong. */
  FAILED(1),
  /** The rules of this proxy forbid it. */
  NOT_ALLOWED(2),
  /** The host is unknown or does not answer. */
  HOST_UNREACHABLE(4),
  /** The host refused. */
  REFUSED(5),
  /** A command other than CONNECT. */
  COMMAND_NOT_SUPPORTED(7),
  /** An unknown kind of address. */
  ADDRESS_NOT_SUPPORTED(8);

  private static final int IPV4 = 1;
  private static final int IPV6 = 4;
  private static final int FIXED_BYTES = 6;

  private final int code;

  SocksReply(int code) {
    this.code = code;
  }

  /** The reply's bytes, with the address that the proxy uses itself. */
  byte[] bytes(InetAddress bound, int port) {
    byte[] address = bound.getAddress();
    return ByteBuffer.allocate(FIXED_BYTES + address.length)
        .put((byte) SocksRequest.VERSION)
        .put((byte) code)
        .put((byte) 0)
        .put((byte) (bound instanceof Inet4Address ? IPV4 : IPV6))
        .put(address)
        .putShort((short) port)
        .array();
  }
}
