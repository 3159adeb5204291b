package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUriTest {
  /** Holds a URI to one of Jetty's parser in all that can be asked of it. */
  static void assertSame(HttpURI ours, HttpURI parsed) {
    assertThat(ours.asString()).isEqualTo(parsed.asString());
    assertThat(ours).isEqualTo(parsed).hasSameHashCodeAs(parsed).hasToString(parsed.toString());
    assertThat(ours.getScheme()).isEqualTo(parsed.getScheme());
    assertThat(ours.getUser()).isEqualTo(parsed.getUser());
    assertThat(ours.getHost()).isEqualTo(parsed.getHost());
    assertThat(ours.getPort()).isEqualTo(parsed.getPort());
    assertThat(ours.getAuthority()).isEqualTo(parsed.getAuthority());
    assertThat(ours.hasAuthority()).isEqualTo(parsed.hasAuthority());
    assertThat(ours.isAbsolute()).isEqualTo(parsed.isAbsolute());
    assertThat(ours.getPath()).isEqualTo(parsed.getPath());
    assertThat(ours.getParam()).isEqualTo(parsed.getParam());
    assertThat(ours.getQuery()).isEqualTo(parsed.getQuery());
    assertThat(ours.getPathQuery()).isEqualTo(parsed.getPathQuery());
    assertThat(ours.getFragment()).isEqualTo(parsed.getFragment());
    assertThat(ours.getCanonicalPath()).isEqualTo(parsed.getCanonicalPath());
    assertThat(ours.getDecodedPath()).isEqualTo(parsed.getDecodedPath());
    assertThat(ours.getViolations()).hasSameElementsAs(parsed.getViolations());
    assertThat(ours.isAmbiguous()).isEqualTo(parsed.isAmbiguous());
  }

  private static HostPortHttpField host(String authority) {
    return authority == null ? null : new HostPortHttpField(authority);
  }

  private static HttpURI parsed(String authority, String path) {
    HostPortHttpField host = host(authority);
    return HttpURI.build()
        .scheme("https")
        .host(host == null ? null : host.getHost())
        .port(host == null ? -1 : host.getPort())
        .pathQuery(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/a/b-c_d~e.f/g.h",
        "/a/",
        "/.well-known/x",
        "/a/./b",
        "/a/../b",
        "//a",
        "/a//b",
        "/a;b=c/d",
        "/a?b=c",
        "/a?",
        "/a#b",
        "/a%20b",
        "/a%2fb",
        "/é",
        "/a\\b",
        "/a..b/c..",
        "/a+b=c@d:e,f!g",
        "*"
      })
  void itIsWhatTheParserMakesOfIt(String path) {
    for (String authority : new String[] {"a.example", "a.example:8443", "[::1]:80", "", null}) {
      assertSame(TargetUri.of("https", host(authority), path), parsed(authority, path));
    }
  }

  @Test
  void itIsWhatTheParserMakesOfAnyPath() {
    Random random = new Random(8);
    String characters = "/////....aZ09-_~%2e2F;?#+ \u00e9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int length = random.nextInt(7); length > 0; length--) {
        path.append(characters.charAt(random.nextInt(characters.length())));
      }
      HttpURI parsed;
      try {
        parsed = parsed("a", path.toString());
      } catch (IllegalArgumentException e) {
        assertThatThrownBy(() -> TargetUri.of("https", host("a"), path.toString()))
            .isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      assertSame(TargetUri.of("https", host("a"), path.toString()), parsed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "http://a/", "/%00", "/%zz"})
  void whatIsNoPathIsRefused(String path) {
    assertThatThrownBy(() -> TargetUri.of("https", host("a"), path))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
