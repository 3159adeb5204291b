package dev.margay.devtools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a server runs, and what it serves.
 *
 * @param folder its own, for configuration, log and process id
 * @param site the files
 * @param identity certificate and key, both in this PEM file
 * @param tlsPort for HTTP/2 and HTTP/1.1 over TLS, on 127.0.0.1
 * @param clearPort for HTTP/2 without
 * @param workers how many cores it has
 * @param account who runs all this: {@code root}, or somebody else's name
 */
record Place(
    Path folder,
    Path site,
    Path identity,
    int tlsPort,
    int clearPort,
    int workers,
    String account) {
  static final String HOST = "127.0.0.1";

  /** A new place with ports that are free now. */
  static Place in(Path folder, Path site, Path identity, int workers) throws IOException {
    Files.createDirectories(folder);
    return new Place(
        folder, site, identity, freePort(), freePort(), workers, System.getProperty("user.name"));
  }

  /** Root's servers need to be told that they may stay root, or whose account to take. */
  boolean isRoot() {
    return account.equals("root");
  }

  Path accessLog() {
    return folder.resolve("access.log");
  }

  Path errorLog() {
    return folder.resolve("error.log");
  }

  /** Writes a file of the server's folder. */
  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
