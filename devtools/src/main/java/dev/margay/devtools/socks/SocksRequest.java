package dev.margay.devtools.socks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** What a client wants (RFC 1928 §4): a connection, or something that is refused. */
sealed interface SocksRequest {
  /** Of the protocol. */
  int VERSION = 5;

  /**
   * A connection.
   *
   * @param host a name, or an address as text
   * @param port 0 to 65535
   */
  record Connect(String host, int port) implements SocksRequest {}

  /** Something that this proxy does not do. */
  record Refused(SocksReply reply) implements SocksRequest {}

  /**
   * Reads the request, at most 262 bytes.
   *
   * @throws IOException if the connection ends, or speaks another protocol
   */
  static SocksRequest read(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    if (in.readUnsignedByte() != VERSION) {
      throw new IOException("not SOCKS5");
    }
    int command = in.readUnsignedByte();
    in.readUnsignedByte(); // reserved
    String host =
        switch (in.readUnsignedByte()) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 3 -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
          case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
          default -> null;
        };
    if (host == null) {
      return new Refused(SocksReply.ADDRESS_NOT_SUPPORTED);
    }
    int port = in.readUnsignedShort();
    return command == 1 ? new Connect(host, port) : new Refused(SocksReply.COMMAND_NOT_SUPPORTED);
  }
}
