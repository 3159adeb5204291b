package dev.margay.devtools.socks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BrowserLineTest {
  private static final OptionalInt PROXY = OptionalInt.of(2006);
  private static final String URL = "https://www.example.com/";

  @Test
  void chromiumIsToldOnItsCommandLine() {
    assertThat(BrowserLine.of("chromium").command(PROXY, URL))
        .isEqualTo(
            "p=$(mktemp -d); chromium --user-data-dir=$p --no-first-run"
                + " --proxy-server=socks5://127.0.0.1:2006 https://www.example.com/");
  }

  @Test
  void firefoxIsToldInItsPreferencesToResolveNamesAtTheProxy() {
    BrowserLine firefox = BrowserLine.of("/usr/bin/firefox-esr");
    assertThat(firefox.preferences(PROXY).orElseThrow())
        .contains("user_pref(\"network.proxy.socks_remote_dns\", true);")
        .contains("user_pref(\"network.proxy.socks_port\", 2006);");
    assertThat(firefox.arguments("/tmp/p", PROXY, URL))
        .containsExactly("/usr/bin/firefox-esr", "--no-remote", "--profile", "/tmp/p", URL);
  }

  @Test
  void theCommandForFirefoxIsOneThatAShellUnderstands() throws Exception {
    String command = BrowserLine.of("firefox").command(PROXY, URL).replace("firefox ", "echo ");
    Process shell = new ProcessBuilder("sh", "-c", command + "; cat \"$p/user.js\"").start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(output).contains("--profile").contains("\"network.proxy.socks_port\", 2006");
  }

  @Test
  void withoutAProxyNothingIsSaidOfIt() {
    assertThat(BrowserLine.of("chromium").arguments("p", OptionalInt.empty(), URL))
        .noneMatch(argument -> argument.contains("proxy"));
    assertThat(BrowserLine.of("firefox").preferences(OptionalInt.empty())).isEmpty();
  }
}
