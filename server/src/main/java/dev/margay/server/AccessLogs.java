package dev.margay.server;

import dev.margay.server.config.AccessLogDestination;
import dev.margay.server.config.AccessLogFormat;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.metrics.AccessLog;
import dev.margay.server.metrics.AccessLogLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the access log where the settings want it. */
final class AccessLogs {
  private static final Logger log = LoggerFactory.getLogger(AccessLogs.class);

  private AccessLogs() {}

  static Optional<AccessLog> open(ServerSettings settings) throws StartFailure {
    AccessLogDestination destination = settings.accessLog().destination();
    if (destination instanceof AccessLogDestination.Off) {
      return Optional.empty();
    }
    boolean json = settings.accessLog().format() == AccessLogFormat.JSON;
    ClientAddress client = new ClientAddress(settings.trustedProxies());
    AccessLogLine line = new AccessLogLine(json, client::of, InstantSource.system());
    return Optional.of(new AccessLog(line, out(destination)));
  }

  private static OutputStream out(AccessLogDestination destination) throws StartFailure {
    if (!(destination instanceof AccessLogDestination.ToFile file)) {
      return new FileOutputStream(FileDescriptor.out);
    }
    try {
      return Files.newOutputStream(
          file.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new StartFailure(
          file.file() + " cannot be written to; name another file with --access-log");
    }
  }

  static void close(AccessLog accessLog) {
    try {
      accessLog.close();
    } catch (IOException e) {
      log.warn("The access log could not be closed: {}", e.toString());
    }
  }
}
