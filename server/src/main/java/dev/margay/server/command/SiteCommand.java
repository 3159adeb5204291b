package dev.margay.server.command;

import dev.margay.server.Site;
import dev.margay.server.StartFailure;
import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.ConfigMistake;
import dev.margay.server.config.LayeredSettings;
import dev.margay.server.config.ServerMode;
import dev.margay.server.config.ServerSettings;
import dev.margay.server.config.Setting;
import dev.margay.server.config.SettingsLayer;
import dev.margay.server.config.SiteFolder;
import dev.margay.server.config.TextReading;
import dev.margay.server.config.TlsIdentity;
import dev.margay.server.config.TlsSettings;
import dev.margay.server.listen.CertificateSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What commands on a site have in common: the SITE argument, the flags for settings, and the
 * reading of both.
 */
public abstract class SiteCommand implements Command {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SITE",
      defaultValue = PlainArguments.HERE,
      description = "the folder of the site (default: the current one)")
  private Path site;

  /** What the flags say; asked of {@link #spec} unless {@link #take} told. */
  private Optional<Map<Setting<?>, String>> given = Optional.empty();

  /** Takes arguments that picocli has not read. */
  final void take(PlainArguments arguments) {
    site = arguments.site();
    given = Optional.of(arguments.flags());
  }

  /** Which flags the command takes. */
  protected List<Setting<?>> settings() {
    return SettingFlags.all();
  }

  /** The SITE argument. */
  protected final Path folder() {
    return site;
  }

  /**
   * What SITE and {@code --config} mean together.
   *
   * @throws StartFailure with every mistake, a line each
   */
  protected final SiteFolder readFolder() throws StartFailure {
    SettingsLayer flags = flags();
    Optional<Path> config =
        flags.get(Setting.CONFIG).or(() -> readEnvironment().get(Setting.CONFIG));
    SiteFolder folder = SiteFolder.look(site, config);
    if (folder instanceof SiteFolder.Configured configured) {
      configured.notes().forEach(note -> System.err.println("margay: " + note));
    }
    return folder;
  }

  /**
   * All that {@code mode} needs to know.
   *
   * @throws StartFailure with every mistake, a line each
   */
  protected final ServerSettings readSettings(ServerMode mode, SiteFolder folder)
      throws StartFailure {
    SettingsLayer file =
        folder instanceof SiteFolder.Configured configured
            ? SettingsLayer.of(configured.config())
            : SettingsLayer.empty();
    SettingsLayer environment = understood(SettingsLayer.ofEnvironment(System.getenv()));
    TextReading<ServerSettings> reading =
        ServerSettings.from(mode, site, new LayeredSettings(flags(), environment, file));
    if (reading instanceof TextReading.Misread<ServerSettings> misread) {
      throw new StartFailure(misread.sentence());
    }
    return reading.found().orElseThrow();
  }

  /**
   * The site that {@code folder} is.
   *
   * @param secrets files that are never shown
   * @throws StartFailure with every mistake, a line each
   */
  protected final Site readSite(SiteFolder folder, List<Path> secrets) throws StartFailure {
    List<Path> own = new ArrayList<>(secrets);
    if (folder instanceof SiteFolder.Mistaken mistaken) {
      throw new StartFailure(lines(mistaken.mistakes()));
    }
    own.add(site.resolve(SiteFolder.CONFIG_NAME));
    flagsUnchecked().get(Setting.CONFIG).ifPresent(own::add);
    return Site.of(folder, own);
  }

  /** The files that hold a key. */
  protected static List<Path> secrets(TlsSettings tls) {
    return tls instanceof TlsSettings.FromFiles files
        ? List.of(files.certificate(), files.key())
        : List.of();
  }

  /**
   * The certificates that were given as files; none for cleartext.
   *
   * @throws StartFailure with every mistake in them, a line each
   */
  protected static Optional<CertificateSource> certificatesOf(TlsSettings tls) throws StartFailure {
    if (!(tls instanceof TlsSettings.FromFiles files)) {
      return Optional.empty();
    }
    CertificateFiles.Reading reading =
        CertificateFiles.read(files.certificate(), files.key(), Instant.now());
    if (reading instanceof CertificateFiles.Reading.Usable usable) {
      usable.warnings().stream()
          .map(ConfigMistake::toString)
          .forEach(warning -> System.err.println("margay: " + warning));
      TlsIdentity identity = usable.identity();
      return Optional.of(() -> identity);
    }
    throw new StartFailure(lines(((CertificateFiles.Reading.Unusable) reading).mistakes()));
  }

  /** Mistakes as a person reads them, a line each. */
  protected static String lines(List<ConfigMistake> mistakes) {
    return mistakes.stream().map(ConfigMistake::toString).collect(Collectors.joining("\n"));
  }

  private SettingsLayer flags() throws StartFailure {
    return understood(SettingsLayer.ofFlags(texts()));
  }

  private SettingsLayer flagsUnchecked() {
    return SettingsLayer.ofFlags(texts()) instanceof SettingsLayer.Reading.Understood read
        ? read.layer()
        : SettingsLayer.empty();
  }

  private SettingsLayer readEnvironment() {
    return SettingsLayer.ofEnvironment(System.getenv())
            instanceof SettingsLayer.Reading.Understood read
        ? read.layer()
        : SettingsLayer.empty();
  }

  private Map<Setting<?>, String> texts() {
    return given.orElseGet(() -> SettingFlags.read(spec.commandLine().getParseResult()));
  }

  private static SettingsLayer understood(SettingsLayer.Reading reading) throws StartFailure {
    if (reading instanceof SettingsLayer.Reading.Misread misread) {
      throw new StartFailure(String.join("\n", misread.sentences()));
    }
    return ((SettingsLayer.Reading.Understood) reading).layer();
  }
}
