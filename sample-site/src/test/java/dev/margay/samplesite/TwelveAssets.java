package dev.margay.samplesite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A site with a page that names twelve assets: four style sheets, four scripts, four images. */
public record TwelveAssets(Path root) {
  /** The assets of its page. */
  public static final List<String> TARGETS =
      IntStream.range(0, 4)
          .boxed()
          .flatMap(
              i -> List.of("/s" + i + ".css", "/j" + i + ".js?v=" + i, "/i" + i + ".png").stream())
          .sorted()
          .toList();

  /** Writes it. */
  public static TwelveAssets in(Path root) throws IOException {
    Files.createDirectories(root);
    List<String> head = new ArrayList<>();
    List<String> body = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      head.add("<link rel=stylesheet href=s" + i + ".css>");
      head.add("<script src=/j" + i + ".js?v=" + i + "></script>");
      body.add("<img src=i" + i + ".png alt=''>");
      write(root, "s" + i + ".css", ("p" + i + "{color:#12345" + i + "}").repeat(40));
      write(root, "j" + i + ".js", ("console.log('script " + i + "');").repeat(40));
      write(root, "i" + i + ".png", "not really a picture, but bytes: " + i);
    }
    TwelveAssets site = new TwelveAssets(root);
    write(root, "index.html", page(head, body));
    write(root, "other.html", page(head.subList(0, 2), List.of("<p>another</p>")));
    return site;
  }

  private static String page(List<String> head, List<String> body) {
    return "<!doctype html><title>Twelve</title>\n"
        + String.join("\n", head)
        + "\n<body>\n"
        + String.join("\n", body)
        + "\n<p>"
        + "words ".repeat(200);
  }

  static void write(Path root, String name, String content) throws IOException {
    Files.write(root.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}
