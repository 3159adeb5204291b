package dev.margay.devtools.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentPolicyTest {
  private static final String ORIGIN = "https://www.example.com:4043";
  private static final String SCRIPT = ORIGIN + "/__margay/reload.js";

  @Test
  void aPolicyThatAllowsItAlreadyStaysAsItIs() {
    assertThat(allowing("default-src 'self'; img-src *"))
        .isEqualTo("default-src 'self'; img-src *");
    assertThat(allowing("script-src https:; connect-src *"))
        .isEqualTo("script-src https:; connect-src *");
    assertThat(allowing("img-src 'none'")).isEqualTo("img-src 'none'");
  }

  @Test
  void onlyTheOneScriptAndTheOwnOriginAreAdded() {
    assertThat(allowing("default-src 'none'; style-src 'self'"))
        .isEqualTo(
            "default-src 'none'; style-src 'self'; script-src " + SCRIPT + "; connect-src 'self'");
  }

  @Test
  void theDirectiveThatGovernsIsTheOneThatGrows() {
    assertThat(allowing("script-src 'nonce-abc'; connect-src https://api.example.com"))
        .isEqualTo(
            "script-src 'nonce-abc' " + SCRIPT + "; connect-src https://api.example.com 'self'");
    assertThat(allowing("script-src 'self'; script-src-elem 'none'; connect-src 'self'"))
        .isEqualTo("script-src 'self'; script-src-elem " + SCRIPT + "; connect-src 'self'");
  }

  @Test
  void whereHostsAreIgnoredTheHashIsAdded() {
    assertThat(allowing("script-src 'strict-dynamic' 'nonce-x' 'self'"))
        .isEqualTo("script-src 'strict-dynamic' 'nonce-x' 'self' '" + ReloadScript.HASH + "'");
  }

  @Test
  void inlineScriptsThatWereAllowedStayAllowed() {
    // A hash would make browsers ignore 'unsafe-inline' (CSP3 §6.7.3.3).
    assertThat(allowing("script-src 'unsafe-inline'")).doesNotContain("sha256");
  }

  @Test
  void ofTwoDirectivesOfOneNameTheFirstCounts() {
    assertThat(allowing("script-src 'self'; script-src 'none'")).isEqualTo("script-src 'self'");
  }

  @Test
  void policiesInOneFieldAreSeparatedByCommas() {
    assertThat(ContentPolicy.parse("default-src 'self', script-src 'none'")).hasSize(2);
  }

  @Test
  void metaPoliciesAreFoundUnlessTheyAreComments() {
    assertThat(
            MetaPolicies.in(
                "<META content='default-src &#39;none&#39;' HTTP-EQUIV=Content-Security-Policy>"))
        .singleElement()
        .matches(policy -> !policy.permits(ORIGIN));
    assertThat(
            MetaPolicies.in(
                "<!-- <meta http-equiv=\"content-security-policy\" content=\"script-src 'none'\">"
                    + " --><meta name=description content='x'>"))
        .isEmpty();
    assertThat(
            MetaPolicies.in(
                "<meta http-equiv=\"Content-Security-Policy-Report-Only\" content=\"script-src\">"))
        .isEmpty();
  }

  private static String allowing(String policy) {
    return ContentPolicy.parse(policy).get(0).allowing(ORIGIN).toString();
  }
}
