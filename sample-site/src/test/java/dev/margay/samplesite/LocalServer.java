package dev.margay.samplesite;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.margay.server.Extras;
import dev.margay.server.MargayServer;
import dev.margay.server.Site;
import dev.margay.server.config.LayeredSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SettingsLayer;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** {@code margay serve} in this process, in cleartext on a free port; its log is listened to. */
final class LocalServer implements AutoCloseable {
  private static final Logger ROOT = rootLogger();

  private final MargayServer server;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> ear =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };

  /** Another test's thread may be setting up the logging at this moment. */
  private static Logger rootLogger() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    while (!(factory instanceof LoggerContext)) {
      Thread.onSpinWait();
      factory = LoggerFactory.getILoggerFactory();
    }
    return ((LoggerContext) factory).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private LocalServer(MargayServer server) {
    this.server = server;
    ear.setContext(ROOT.getLoggerContext());
    ear.start();
    ROOT.addAppender(ear);
    // Whichever configuration is found first: another module's tests may ask for warnings only.
    ROOT.getLoggerContext().getLogger("dev.margay").setLevel(Level.INFO);
  }

  /** Starts a server of the plain folder {@code root}. */
  static LocalServer serve(Path root, Path workingDir, String cacheSize) throws Exception {
    Map<Setting<?>, String> flags = new HashMap<>();
    flags.put(Setting.LISTEN, "127.0.0.1:0");
    flags.put(Setting.ADMIN, "127.0.0.1:0");
    flags.put(Setting.CLEARTEXT, "true");
    flags.put(Setting.ACCESS_LOG, "off");
    flags.put(Setting.WORKING_DIR, workingDir.toString());
    flags.put(Setting.CACHE_SIZE, cacheSize);
    SettingsLayer layer = ((SettingsLayer.Reading.Understood) SettingsLayer.ofFlags(flags)).layer();
    LayeredSettings layers =
        new LayeredSettings(layer, SettingsLayer.empty(), SettingsLayer.empty());
    ServerSettings settings =
        ServerSettings.from(ServerMode.SERVE, root, layers).found().orElseThrow();
    Site site = new Site(Optional.of(root), List.of(), List.of());
    LocalServer local =
        new LocalServer(new MargayServer(settings, site, new Extras(Optional.empty(), List.of())));
    local.server.start();
    return local;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** What was logged so far and contains {@code text} and the name of {@code folder}. */
  List<String> lines(String text, Path folder) {
    return lines.stream()
        .filter(line -> line.contains(text) && line.contains(folder.toString()))
        .toList();
  }

  @Override
  public void close() {
    server.close();
    ROOT.detachAppender(ear);
    ear.stop();
  }
}
