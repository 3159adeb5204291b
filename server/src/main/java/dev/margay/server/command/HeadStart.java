package dev.margay.server.command;

import dev.margay.server.http.MediaTypes;
import dev.margay.server.listen.Listener;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.MimeTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server needs whatever its settings say, loaded on another core while they are read: first
 * what the start needs, then what the first visitor does. It changes nothing but the time that they
 * take. No lambda: whoever links the first one in a process waits 10 ms.
 */
final class HeadStart implements Runnable {
  private static final Set<String> SERVING = Set.of("serve", "devlove");

  /** In the order in which they are needed. */
  private static final List<Class<?>> NEEDED =
      List.of(
          MimeTypes.class, HttpParser.class, HttpGenerator.class, MediaTypes.class, Listener.class);

  private HeadStart() {}

  /** Begins, if these arguments start a server. */
  static void begin(String... arguments) {
    if (arguments.length > 0 && SERVING.contains(arguments[0])) {
      Thread thread = new Thread(new HeadStart(), "margay-head-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    Logger log = LoggerFactory.getLogger(HeadStart.class);
    try {
      for (Class<?> each : NEEDED) {
        Class.forName(each.getName());
      }
    } catch (ClassNotFoundException e) {
      log.debug("There is no head start", e);
    }
  }
}
