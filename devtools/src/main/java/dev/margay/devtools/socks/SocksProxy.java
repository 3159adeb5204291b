package dev.margay.devtools.socks;

import dev.margay.devtools.slowlink.Link;
import dev.margay.devtools.socks.Destinations.Destination;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SOCKS5 proxy on loopback (RFC 1928: CONNECT without authentication), so that a browser finds a
 * site's production names on this machine. It resolves names itself, so none of them leaves the
 * machine, and answers every refusal with its code. At most 128 connections at a time.
 */
public final class SocksProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SocksProxy.class);
  private static final int MOST_CONNECTIONS = 128;
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final int CONNECT_MILLIS = 10_000;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int PORTS_TRIED = 100;
  private static final int NO_AUTHENTICATION = 0;
  private static final int NOTHING_ACCEPTABLE = 0xFF;

  private final ServerSocket socket;
  private final Supplier<Destinations> destinations;
  private final Link link;
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);

  private SocksProxy(ServerSocket socket, Supplier<Destinations> destinations, Link link) {
    this.socket = socket;
    this.destinations = destinations;
    this.link = link;
  }

  /**
   * Begins to listen on {@code port}.
   *
   * @param destinations asked at each connection
   * @throws IOException if it is taken
   */
  public static SocksProxy at(int port, Supplier<Destinations> destinations, Link link)
      throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    SocksProxy proxy = new SocksProxy(socket, destinations, link);
    proxy.start(proxy::accept);
    return proxy;
  }

  /**
   * Begins to listen on {@code port}, or the next that is free.
   *
   * @throws IOException if none of a hundred is
   */
  public static SocksProxy from(int port, Supplier<Destinations> destinations, Link link)
      throws IOException {
    for (int i = 0; i < PORTS_TRIED; i++) {
      try {
        return at(port + i, destinations, link);
      } catch (IOException e) {
        log.debug("Port {} is taken", port + i, e);
      }
    }
    throw new IOException("no port from " + port + " on is free");
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "margay-socks");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        if (free.tryAcquire()) {
          start(() -> serve(client));
        } else {
          client.close();
        }
      }
    } catch (IOException e) {
      log.debug("The proxy is closed", e);
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(HANDSHAKE_MILLIS);
      if (!isWelcome(client)) {
        return;
      }
      SocksRequest request = SocksRequest.read(client.getInputStream());
      if (request instanceof SocksRequest.Connect wanted) {
        connect(client, wanted);
      } else if (request instanceof SocksRequest.Refused refused) {
        reply(client, refused.reply());
      }
    } catch (IOException e) {
      log.debug("A client went away", e);
    } finally {
      free.release();
    }
  }

  /** Agrees on no authentication (RFC 1928 §3). */
  private static boolean isWelcome(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    DataInputStream greeting = new DataInputStream(in);
    if (greeting.readUnsignedByte() != SocksRequest.VERSION) {
      return false;
    }
    byte[] methods = greeting.readNBytes(greeting.readUnsignedByte());
    boolean welcome = false;
    for (byte method : methods) {
      welcome |= method == NO_AUTHENTICATION;
    }
    OutputStream out = client.getOutputStream();
    int answer = welcome ? NO_AUTHENTICATION : NOTHING_ACCEPTABLE;
    out.write(new byte[] {SocksRequest.VERSION, (byte) answer});
    return welcome;
  }

  private void connect(Socket client, SocksRequest.Connect wanted) throws IOException {
    Destination destination = destinations.get().of(wanted);
    if (destination instanceof Destination.Nowhere) {
      log.debug("{}:{} is not one of the site's", wanted.host(), wanted.port());
      reply(client, SocksReply.NOT_ALLOWED);
      return;
    }
    Socket server = new Socket();
    SocksReply reply = reach(server, destination);
    reply(client, reply);
    if (reply != SocksReply.SUCCEEDED) {
      server.close();
      return;
    }
    client.setSoTimeout(0);
    client.setKeepAlive(true);
    server.setKeepAlive(true);
    link.join(client, server);
  }

  private static SocksReply reach(Socket server, Destination destination) {
    try {
      server.connect(address(destination), CONNECT_MILLIS);
      return SocksReply.SUCCEEDED;
    } catch (UnknownHostException | SocketTimeoutException e) {
      return SocksReply.HOST_UNREACHABLE;
    } catch (ConnectException e) {
      return SocksReply.REFUSED;
    } catch (IOException e) {
      return SocksReply.FAILED;
    }
  }

  private static InetSocketAddress address(Destination destination) throws IOException {
    return destination instanceof Destination.Elsewhere elsewhere
        ? new InetSocketAddress(InetAddress.getByName(elsewhere.host()), elsewhere.port())
        : ((Destination.ThisServer) destination).address();
  }

  private void reply(Socket client, SocksReply reply) throws IOException {
    client.getOutputStream().write(reply.bytes(socket.getInetAddress(), port()));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
