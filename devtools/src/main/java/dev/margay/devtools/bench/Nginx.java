package dev.margay.devtools.bench;

import java.util.List;
import java.util.Map;

/** nginx, with open files and log lines kept as its documentation advises for many requests. */
record Nginx(InstalledProgram program) implements Contender {
  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public String version() {
    return program.version("-v");
  }

  @Override
  public List<Launch> launches(Place place) {
    String file = place.write("nginx.conf", configuration(place)).toString();
    String errors = place.errorLog().toString();
    return List.of(
        Launch.ofAll(
            place,
            List.of(
                program.file().toString(), "-e", errors, "-c", file, "-p", place.folder() + "/"),
            Map.of()));
  }

  static String configuration(Place place) {
    return """
        %sworker_processes %d;
        daemon off;
        pid %s/nginx.pid;
        error_log %s crit;
        events { worker_connections 4096; }
        http {
          access_log %s combined buffer=64k flush=50ms;
          server_tokens off; etag on; sendfile on; tcp_nopush on;
          keepalive_requests 1000000000; keepalive_timeout 60; http2_max_concurrent_streams 256;
          open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s; open_file_cache_errors on;
          gzip_static on;
          client_body_temp_path %4$s.body; proxy_temp_path %4$s.proxy; fastcgi_temp_path %4$s.fastcgi;
          uwsgi_temp_path %4$s.uwsgi; scgi_temp_path %4$s.scgi;
          types { text/javascript js; image/jpeg jpg; }
          ssl_certificate %6$s; ssl_certificate_key %6$s; ssl_protocols TLSv1.2 TLSv1.3;
          root %7$s;
          server { listen 127.0.0.1:%8$d ssl http2; }
          server { listen 127.0.0.1:%9$d http2; }
        }
        """
        .formatted(
            place.isRoot() ? "user root;\n" : "",
            place.workers(),
            place.folder(),
            place.errorLog(),
            place.accessLog(),
            place.identity(),
            place.site(),
            place.tlsPort(),
            place.clearPort());
  }
}
