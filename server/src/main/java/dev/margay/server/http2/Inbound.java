package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EofException;

/**
 * What a client sends on one connection: takes frame after frame, and holds each to the protocol
 * (RFC 9113). Of the thread that reads, but for what says otherwise.
 */
final class Inbound {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What a client may send of one request's content before it is read, in bytes. */
  static final int STREAM_WINDOW = 512 * 1024;

  private final Exchanges exchanges;
  private final StreamTable streams;
  private final Outbound outbound;
  private final int mostRequests;
  private final HeaderBlock block;
  private final FloodGuard guard = new FloodGuard(System::nanoTime);

  /** How many bytes of the client's preface have come. */
  private int prefaceRead;

  private boolean settingsRead;
  private int lastStream;

  /** Read by others, too. */
  private volatile boolean clientSaidGoodbye;

  /**
   * Nothing yet.
   *
   * @param settings what bounds requests
   * @param now the time that a request gets as its beginning
   */
  Inbound(
      Exchanges exchanges,
      StreamTable streams,
      Outbound outbound,
      Http2Settings settings,
      LongSupplier now) {
    this.exchanges = exchanges;
    this.streams = streams;
    this.outbound = outbound;
    this.mostRequests = settings.streams();
    this.block = new HeaderBlock(settings.http().getRequestHeaderSize(), now);
  }

  /** Another protocol has read the preface up to its body: all but its last six bytes. */
  void prefaceBegun() {
    prefaceRead = PREFACE.length - 6;
  }

  /** Whether anything has come. */
  boolean begun() {
    return prefaceRead > 0;
  }

  /** Whether the client asks for nothing more. */
  boolean clientSaidGoodbye() {
    return clientSaidGoodbye;
  }

  /**
   * Takes all whole frames, and leaves what is no whole one.
   *
   * @throws Violation what ends the connection
   */
  void take(ByteBuffer input) throws Violation {
    takePreface(input);
    if (prefaceRead < PREFACE.length) {
      return;
    }
    FrameCursor frame = new FrameCursor(input);
    while (frame.next()) {
      try {
        take(frame);
      } catch (Violation e) {
        if (e.stream() == 0) {
          throw e;
        }
        guard.count();
        refuse(e);
      }
    }
  }

  /** RFC 9113 §3.4. */
  private void takePreface(ByteBuffer input) throws Violation {
    while (prefaceRead < PREFACE.length && input.hasRemaining()) {
      if (input.get() != PREFACE[prefaceRead++]) {
        throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "This is no HTTP/2");
      }
    }
  }

  private void refuse(Violation violation) {
    Http2Stream stream = streams.find(violation.stream());
    if (stream != null) {
      exchanges.lose(stream, violation.code(), true, new EofException(violation));
    } else {
      streams.resetHere(violation.stream());
      outbound.reset(violation.stream(), violation.code());
    }
  }

  private void take(FrameCursor frame) throws Violation {
    if (!settingsRead && frame.type() != Frames.SETTINGS) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "SETTINGS come first");
    }
    if (block.open() && (frame.type() != Frames.CONTINUATION || frame.stream() != block.stream())) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A field block has no end");
    }
    switch (frame.type()) {
      case Frames.DATA -> takeData(frame);
      case Frames.HEADERS -> takeHeaders(frame);
      case Frames.PRIORITY -> takePriority(frame);
      case Frames.RST_STREAM -> takeReset(frame);
      case Frames.SETTINGS -> takeSettings(frame);
      case Frames.PUSH_PROMISE ->
          throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A client promises nothing");
      case Frames.PING -> takePing(frame);
      case Frames.GOAWAY -> takeGoAway(frame);
      case Frames.WINDOW_UPDATE -> takeWindowUpdate(frame);
      case Frames.CONTINUATION -> takeContinuation(frame);
      default -> {
        // to be ignored (RFC 9113 §5.5)
      }
    }
  }

  private static void mustBeOfStream(FrameCursor frame) throws Violation {
    if (frame.stream() == 0) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The frame belongs to no stream");
    }
  }

  private static void mustBeOfConnection(FrameCursor frame) throws Violation {
    if (frame.stream() != 0) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The frame belongs to no stream");
    }
  }

  /** Frames for streams that nobody opened are a mistake (RFC 9113 §5.1, idle). */
  private void mustBeOpened(int stream) throws Violation {
    int last = StreamTable.isClients(stream) ? lastStream : exchanges.lastPromised();
    if (stream > last) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The stream is idle");
    }
  }

  /** RFC 9113 §6.1. */
  private void takeData(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    mustBeOpened(frame.stream());
    int length = frame.payload().remaining(); // padding counts, too
    if (!exchanges.received(length)) {
      throw Violation.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "More than the window takes");
    }
    frame.unpad();
    Http2Stream stream = streams.find(frame.stream());
    if (stream == null || stream.requestEnded()) {
      exchanges.dropped(length);
      if (stream == null && streams.wasResetHere(frame.stream())) {
        return;
      }
      throw Violation.ofStream(ErrorCode.STREAM_CLOSED, frame.stream(), "The stream is closed");
    }
    boolean last = frame.has(Frames.END_STREAM);
    int content = frame.payload().remaining();
    if (content == 0 && !last) {
      guard.count();
    }
    if (!stream.content().window().receive(length)) {
      exchanges.dropped(length);
      throw Violation.ofStream(
          ErrorCode.FLOW_CONTROL_ERROR, stream.id(), "More than the window takes");
    }
    exchanges.used(stream, length - content);
    boolean told = stream.content().add(frame.payload());
    exchanges.dropped(frame.payload().remaining());
    if (stream.content().differs(last)) {
      throw Violation.ofStream(
          ErrorCode.PROTOCOL_ERROR, stream.id(), "The content is not as long as announced");
    }
    if (last) {
      told |= stream.content().end(null);
      endRequest(stream);
    }
    if (told) {
      exchanges.run(stream::contentAvailable);
    }
  }

  /** RFC 9113 §6.2. */
  private void takeHeaders(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    frame.unpad();
    if (frame.has(Frames.PRIORITISED)) {
      if (frame.payload().remaining() < 5) {
        throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "A priority is cut off");
      }
      int other = frame.payload().getInt() & 0x7fffffff;
      frame.payload().get();
      if (other == frame.stream()) {
        throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A stream depends on itself");
      }
    }
    if (block.begin(frame)) {
      takeBlock(frame);
    }
  }

  /** RFC 9113 §6.10. */
  private void takeContinuation(FrameCursor frame) throws Violation {
    if (!block.open()) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "There is nothing to continue");
    }
    guard.count();
    if (block.resume(frame)) {
      takeBlock(frame);
    }
  }

  /** A request's fields, or its trailers; decoded in any case, for the next ones' sake. */
  private void takeBlock(FrameCursor last) throws Violation {
    int id = block.stream();
    Http2Stream known = streams.find(id);
    boolean first = known == null && StreamTable.isClients(id) && id > lastStream;
    if (first) {
      lastStream = id;
    }
    MetaData fields = block.decode(last);
    if (first) {
      takeRequest(id, fields);
    } else if (known != null && StreamTable.isClients(id)) {
      takeTrailers(known, fields);
    } else if (streams.wasResetHere(id)) {
      if (!block.endsStream()) {
        throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "Trailers do not end the stream");
      }
    } else {
      throw Violation.ofConnection(
          StreamTable.isClients(id) ? ErrorCode.STREAM_CLOSED : ErrorCode.PROTOCOL_ERROR,
          "The stream is closed");
    }
  }

  private void takeTrailers(Http2Stream stream, MetaData fields) throws Violation {
    if (stream.requestEnded()) {
      throw Violation.ofStream(ErrorCode.STREAM_CLOSED, stream.id(), "The request has ended");
    }
    boolean pseudo = fields.isRequest() || fields.isResponse();
    if (!block.endsStream() || pseudo || stream.content().differs(true)) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, stream.id(), "No trailers");
    }
    boolean told = stream.content().end(fields.getHttpFields().asImmutable());
    endRequest(stream);
    if (told) {
      exchanges.run(stream::contentAvailable);
    }
  }

  private void takeRequest(int id, MetaData fields) throws Violation {
    if (!(fields instanceof MetaData.Request request)) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "This is no request");
    }
    if (streams.requested() >= mostRequests) {
      throw Violation.ofStream(ErrorCode.REFUSED_STREAM, id, "Too many requests at once");
    }
    if (block.endsStream() && request.getContentLength() > 0) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "This is no request");
    }
    RequestContent content =
        block.endsStream() ? null : new RequestContent(STREAM_WINDOW, request.getContentLength());
    exchanges.begin(id, request, content);
  }

  /** RFC 9113 §6.3: nothing is made of it. */
  private static void takePriority(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    if (frame.payload().remaining() != 5) {
      throw Violation.ofStream(
          ErrorCode.FRAME_SIZE_ERROR, frame.stream(), "A frame has a wrong size");
    }
    if ((frame.payload().getInt() & 0x7fffffff) == frame.stream()) {
      throw Violation.ofStream(
          ErrorCode.PROTOCOL_ERROR, frame.stream(), "A stream depends on itself");
    }
  }

  /** RFC 9113 §6.4. */
  private void takeReset(FrameCursor frame) throws Violation {
    mustBeOfStream(frame);
    frame.mustHave(4);
    mustBeOpened(frame.stream());
    guard.count();
    exchanges.tellReset(frame.stream());
    Http2Stream stream = streams.find(frame.stream());
    if (stream != null) {
      exchanges.lose(
          stream, ErrorCode.CANCEL, false, new EofException("The client reset the stream"));
    }
  }

  /** RFC 9113 §6.5. */
  private void takeSettings(FrameCursor frame) throws Violation {
    mustBeOfConnection(frame);
    settingsRead = true;
    if (frame.has(Frames.ACK)) {
      frame.mustHave(0);
      return;
    }
    guard.count();
    if (!outbound.accept(outbound.peer().with(frame.payload()), streams.all())) {
      throw Violation.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
    }
  }

  /** RFC 9113 §6.7. */
  private void takePing(FrameCursor frame) throws Violation {
    mustBeOfConnection(frame);
    frame.mustHave(Long.BYTES);
    if (!frame.has(Frames.ACK)) {
      guard.count();
      outbound.pong(frame.payload().getLong());
    }
  }

  /** RFC 9113 §6.8: what was asked for is answered, and nothing more is promised. */
  private void takeGoAway(FrameCursor frame) throws Violation {
    mustBeOfConnection(frame);
    if (frame.payload().remaining() < 8) {
      throw Violation.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "A frame has a wrong size");
    }
    exchanges.promiseNoMore();
    clientSaidGoodbye = true;
  }

  /** RFC 9113 §6.9. */
  private void takeWindowUpdate(FrameCursor frame) throws Violation {
    frame.mustHave(4);
    int bytes = frame.payload().getInt() & 0x7fffffff;
    int id = frame.stream();
    if (bytes == 0) {
      throw id == 0
          ? Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A window grows by nothing")
          : Violation.ofStream(ErrorCode.PROTOCOL_ERROR, id, "A window grows by nothing");
    }
    if (id == 0) {
      if (!outbound.open(bytes)) {
        throw Violation.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "A window is too large");
      }
      return;
    }
    mustBeOpened(id);
    Http2Stream stream = streams.find(id);
    if (stream != null && !outbound.open(stream, bytes)) {
      throw Violation.ofStream(ErrorCode.FLOW_CONTROL_ERROR, id, "A window is too large");
    }
  }

  private void endRequest(Http2Stream stream) {
    stream.endRequest();
    if (outbound.hasEnded(stream)) {
      streams.remove(stream);
    }
  }
}
