package dev.margay.server.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingFormTest {
  @Test
  void aPageIsReadBackAsItWas() {
    HtmlReading page =
        HtmlReferences.read(
            "<base href=/x/><link rel=stylesheet href=a.css media=screen><body class=é>"
                + "<picture><img src='b.png'></picture><style>@font-face{font-family:f;src:url(g)}");
    assertThat(ReadingForm.html(ReadingForm.of(page))).contains(page);
  }

  @Test
  void aSheetIsReadBackAsItWas() {
    CssReading sheet =
        CssReferences.read(
            "@import 'a'; a{background:url(b);font:1em x}"
                + "@font-face{font-family:f;font-style:italic;src:url(g)}@media print{i{background:url(c)}}");
    assertThat(sheet.references()).hasSize(4);
    assertThat(ReadingForm.css(ReadingForm.of(sheet))).contains(sheet);
  }

  @Test
  void oneIsNotTakenForTheOther() {
    byte[] page = ReadingForm.of(HtmlReferences.read("<img src=a>"));
    assertThat(ReadingForm.css(page)).isEmpty();
    assertThat(ReadingForm.css(new byte[0])).isEmpty();
    assertThat(ReadingForm.html(new byte[0])).isEmpty();
  }
}
