package dev.margay.devtools.reload;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Changes the policies that a page is sent with as little as the reload script needs, whoever has
 * set them, when the fields leave.
 */
public final class PolicyFields extends HttpStream.Wrapper {
  private static final List<String> NAMES =
      List.of("Content-Security-Policy", "Content-Security-Policy-Report-Only");

  private final String origin;

  private PolicyFields(HttpStream stream, String origin) {
    super(stream);
    this.origin = origin;
  }

  /** Watches over the response to {@code request}. */
  public static void adjust(Request request) {
    String origin = request.getHttpURI().getScheme() + "://" + request.getHttpURI().getAuthority();
    request.addHttpStreamWrapper(stream -> new PolicyFields(stream, origin));
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.Response response,
      boolean last,
      ByteBuffer content,
      Callback callback) {
    super.send(request, adjusted(response), last, content, callback);
  }

  private MetaData.Response adjusted(MetaData.Response response) {
    if (response == null
        || !isPage(response)
        || NAMES.stream().noneMatch(response.getHttpFields()::contains)) {
      return response;
    }
    HttpFields.Mutable fields = HttpFields.build();
    for (HttpField field : response.getHttpFields()) {
      boolean policy = NAMES.stream().anyMatch(field.getName()::equalsIgnoreCase);
      fields.add(policy ? new HttpField(field.getName(), allowing(field.getValue())) : field);
    }
    return new MetaData.Response(
        response.getStatus(),
        response.getReason(),
        response.getHttpVersion(),
        fields,
        response.getContentLength(),
        response.getTrailersSupplier());
  }

  /** A 304 has no type; what it carries replaces what was stored with the page. */
  private static boolean isPage(MetaData.Response response) {
    String type = response.getHttpFields().get(HttpHeader.CONTENT_TYPE);
    return type == null
        ? response.getStatus() == HttpStatus.NOT_MODIFIED_304
        : type.startsWith("text/html");
  }

  private String allowing(String value) {
    return ContentPolicy.parse(value).stream()
        .map(policy -> policy.allowing(origin).toString())
        .collect(Collectors.joining(", "));
  }
}
