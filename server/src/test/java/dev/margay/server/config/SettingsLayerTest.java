package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLayerTest {
  @Test
  void everyFlagHasAVariable() {
    assertThat(Setting.all()).extracting(Setting::environmentVariable).doesNotHaveDuplicates();
    assertThat(Setting.SCRATCH_DIR_NAME.environmentVariable()).isEqualTo("MARGAY_SCRATCH_DIR_NAME");
    assertThat(Setting.ofFlag("--scratch-dir-name")).contains(Setting.SCRATCH_DIR_NAME);
    assertThat(Setting.ofFlag("scratch-dir-name")).isEmpty();
  }

  @Test
  void emptyAndForeignVariablesAreAbsent() {
    SettingsLayer.Reading reading =
        SettingsLayer.ofEnvironment(Map.of("MARGAY_LISTEN", "", "MARGAY_HOME", "x", "PATH", "y"));

    assertThat(((SettingsLayer.Reading.Understood) reading).layer().get(Setting.LISTEN)).isEmpty();
  }

  @Test
  void everyMisreadTextHasASentenceWithItsPlace() {
    SettingsLayer.Reading reading =
        SettingsLayer.ofEnvironment(Map.of("MARGAY_LISTEN", "x", "MARGAY_CLEARTEXT", "maybe"));

    assertThat(((SettingsLayer.Reading.Misread) reading).sentences())
        .containsExactly(
            "MARGAY_LISTEN: \"x\" is not HOST:PORT; write one such as 127.0.0.1:4043, [::1]:8443 or :8443",
            "MARGAY_CLEARTEXT: \"maybe\" is neither true nor false; write true or false");
  }

  @ParameterizedTest
  @CsvSource({"--scratch-dir-name, a/b", "--scratch-dir-name, ..", "--config, ''"})
  void textsThatCannotBePathsAreMisread(String flag, String text) {
    Setting<?> setting = Setting.ofFlag(flag).orElseThrow();

    assertThat(SettingsLayer.ofFlags(Map.of(setting, text)))
        .isInstanceOf(SettingsLayer.Reading.Misread.class);
  }

  @Test
  void theAccessLogGoesToTheOutputNowhereOrToAFile() {
    assertThat(AccessLogDestination.parse("-").found())
        .contains(new AccessLogDestination.StandardOutput());
    assertThat(AccessLogDestination.parse("off").found()).contains(new AccessLogDestination.Off());
    assertThat(AccessLogDestination.parse("a.log").found())
        .contains(new AccessLogDestination.ToFile(Path.of("a.log")));
    assertThat(AccessLogDestination.parse("").found()).isEmpty();
    assertThat(AccessLogFormat.parse("common").found()).contains(AccessLogFormat.COMMON);
    assertThat(AccessLogFormat.parse("xml").found()).isEmpty();
  }
}
