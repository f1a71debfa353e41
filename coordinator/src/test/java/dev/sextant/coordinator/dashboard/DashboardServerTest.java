package dev.sextant.coordinator.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.sql.StudyJournal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of the dashboard's server. */
@Timeout(60)
class DashboardServerTest extends CommandTest {
    private static final String TOKEN = "0123456789abcdef";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private DashboardServer server;

    @BeforeEach
    void start() throws IOException {
        server = serve(Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static DashboardServer serve(Optional<String> token) throws IOException {
        return serve(token, false);
    }

    private static DashboardServer serve(Optional<String> token, boolean allowsChanges) throws IOException {
        return new DashboardServer(
                database(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                token,
                OptionalDouble.empty(),
                allowsChanges);
    }

    private HttpResponse<String> post(DashboardServer to, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + to.port() + "/api/v1/" + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> change(DashboardServer to, String path, String body) throws Exception {
        return post(to, path, body, "Authorization", "Bearer " + TOKEN, "X-Sextant-Change", "1");
    }

    @Test
    void changesNothingUnlessChangesAreAllowed() throws Exception {
        assertThat(post(server, "studies/" + ENDED + "/note", "{\"text\":\"hello\"}", "X-Sextant-Change", "1")
                        .statusCode())
                .isEqualTo(405);
        assertThat(json("api/v1/allowed").get("changes").asBoolean()).isFalse();
        assertThatThrownBy(() -> serve(Optional.empty(), true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAChangeWithoutTokenOrHeaderOrFromAnotherSite() throws Exception {
        String note = "studies/" + ENDED + "/note";
        String body = "{\"text\":\"from elsewhere\"}";
        try (DashboardServer changing = serve(Optional.of(TOKEN), true)) {
            assertThat(post(changing, note, body, "X-Sextant-Change", "1").statusCode())
                    .isEqualTo(401);
            assertThat(post(changing, note, body, "Authorization", "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(403);
            String[][] foreign = {{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}};
            for (String[] header : foreign) {
                assertThat(post(
                                        changing,
                                        note,
                                        body,
                                        "Authorization",
                                        "Bearer " + TOKEN,
                                        "X-Sextant-Change",
                                        "1",
                                        header[0],
                                        header[1])
                                .statusCode())
                        .as(header[0])
                        .isEqualTo(403);
            }
        }
        assertThat(run("note", ENDED).out()).doesNotContain("from elsewhere");
    }

    @Test
    void makesTheChangesOfTheCommandsAndRecordsWhoAsked() throws Exception {
        try (DashboardServer changing = serve(Optional.of(TOKEN), true)) {
            String study = "studies/" + ENDED;
            assertThat(change(changing, study + "/stop", "{\"trial\":4}").body())
                    .isEqualTo("{\"done\":\"The study is not running: the trial ends when it is resumed.\"}");
            assertThat(change(changing, study + "/try", "{\"from\":5,\"params\":{\"learning_rate\":\"0.0123\"}}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(change(changing, study + "/note", "{\"text\":\"seen on the page\",\"trial\":4}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(change(changing, study + "/tag", "{\"add\":[\"from-page\"],\"trial\":4}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(change(changing, study + "/stop", "{}").body())
                    .isEqualTo("{\"done\":\"The study is not running.\"}");
        }
        String who = LocalUser.atHost() + " (dashboard, from 127.0.0.1)";
        assertThat(database().requests().open(database().studies().find(ENDED).orElseThrow()))
                .filteredOn(request -> request.requester().equals(who))
                .hasSize(2);
        JsonNode trial = run("show", ENDED, "4", "--json").json();
        assertThat(trial.get("notes").get(0).get("author").asText()).isEqualTo(who);
        assertThat(trial.get("tags").toString()).isEqualTo("[\"from-page\"]");
    }

    @Test
    void saysWhyAChangeCannotBeMade() throws Exception {
        try (DashboardServer changing = serve(Optional.of(TOKEN), true)) {
            String study = "studies/" + ENDED;
            assertThat(change(changing, study + "/stop", "{\"trial\":1}").statusCode())
                    .isEqualTo(409);
            assertThat(change(changing, study + "/stop", "{\"trial\":1}").body())
                    .contains("it is completed");
            assertThat(change(changing, study + "/try", "{\"params\":{\"layers\":\"9\"}}")
                            .body())
                    .contains("layers: (9) must be a whole number in [0, 3]");
            assertThat(change(changing, study + "/try", "layers=9").statusCode())
                    .isEqualTo(400);
            assertThat(change(changing, study + "/note", "{\"text\":\"" + "x".repeat(70_000) + "\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(change(changing, study + "/delete", "{}").statusCode()).isEqualTo(404);
            assertThat(change(changing, "studies/no-such-study/stop", "{}").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void answersEveryPanelOfEveryStudy() throws Exception {
        for (String study : List.of(ENDED, RUNNING, "not-begun")) {
            Iterator<String> panels = json("api/v1/panels").fieldNames();
            while (panels.hasNext()) {
                String panel = panels.next();
                boolean isOfAll = panel.equals("studies") || panel.equals("improvements");
                JsonNode table = json("api/v1/" + (isOfAll ? "" : "studies/" + study + "/") + panel);

                assertThat(table.get("columns")).as("%s of %s", panel, study).isNotEmpty();
                assertThat(table.get("rows").isArray()).isTrue();
            }
            assertThat(json("api/v1/studies/" + study + "/importance").has("parameters"))
                    .isTrue();
            assertThat(json("api/v1/studies/" + study + "/expected").get("columns"))
                    .hasSize(4);
        }
    }

    @Test
    void givesTheNumbersOfTheCommands() throws Exception {
        JsonNode summary = json("api/v1/studies/" + ENDED);
        JsonNode status = run("status", ENDED, "--json").json();
        JsonNode trials = run("trials", ENDED, "--json", "--limit", "1000").json();

        assertThat(summary.get("best")).isEqualTo(status.get("best"));
        assertThat(summary.get("rungs")).isEqualTo(status.get("rungs"));
        assertThat(summary.get("device_seconds")).isEqualTo(status.get("device_seconds"));
        assertThat(column(json("api/v1/studies/" + ENDED + "/trials"), "trial"))
                .containsExactlyInAnyOrderElementsOf(trials.findValuesAsText("trial"));
        assertThat(json("api/v1/studies/" + ENDED + "/importance"))
                .isEqualTo(run("importance", ENDED, "--json").json());
    }

    /** The trainer of the study names a table's path, that of other studies a program. */
    @Test
    void keepsTheTrainersSettingsToItself() throws Exception {
        assertThat(body("api/v1/studies/" + ENDED))
                .contains("\"trainer\":\"curve-table\"")
                .doesNotContain("/data/curves");
    }

    @Test
    void givesTheLogsOfATrialOrTheirEnds() throws Exception {
        String logs = "api/v1/studies/" + ENDED + "/logs?trials=" + SampleStudy.DIVERGED;

        assertThat(column(json(logs), "text")).containsExactly(SampleStudy.LOG, "end\n");
        assertThat(column(json(logs + "&tail=3"), "text")).containsExactly("nd\n");
        assertThat(column(json("api/v1/studies/" + ENDED + "/logs"), "text")).isEmpty();
    }

    @Test
    void givesOnlyTheTrialsThatChangedSince() throws Exception {
        JsonNode all = json("api/v1/studies/" + ENDED + "/trials");
        String last = column(all, "updated_at").stream()
                .sorted()
                .reduce((one, other) -> other)
                .orElseThrow();

        JsonNode changed = json("api/v1/studies/" + ENDED + "/trials?since=" + last);

        assertThat(changed.get("rows").size()).isBetween(1, all.get("rows").size() - 1);
    }

    @Test
    void tellsOpenPagesWhichStudyHasChanged() throws Exception {
        HttpResponse<InputStream> events = client.send(request("events").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8));
                StudyJournal journal = SampleStudy.lock(database(), "followed")) {
            // The first event says that the database is there, the second that anything may have changed.
            assertThat(nextEvent(lines)).startsWith("state");
            SampleStudy.write(journal, 1, model());

            List<String> heard = new ArrayList<>();
            while (heard.stream().noneMatch(event -> event.startsWith("changed") && event.contains("followed"))) {
                heard.add(nextEvent(lines));
            }
        } finally {
            database().studies().find("followed").ifPresent(study -> database()
                    .studies()
                    .delete(study, "a test"));
        }
    }

    private static String nextEvent(BufferedReader lines) throws IOException {
        StringBuilder event = new StringBuilder();
        for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
            event.append(line.replaceFirst("^(event|data): ", "")).append(' ');
        }
        return event.toString();
    }

    @Test
    void answersOnlyForItsOwnName() throws Exception {
        assertThat(answerAs("evil.example:4050", server, ""))
                .startsWith("HTTP/1.1 421")
                .doesNotContain(ENDED);
    }

    /** Other machines call it by names that it does not know. */
    @Test
    void onAllAddressesTheTokenAloneDecides() throws Exception {
        InetSocketAddress all = new InetSocketAddress(0);
        try (DashboardServer guarded =
                new DashboardServer(database(), all, Optional.of(TOKEN), OptionalDouble.empty(), false)) {
            assertThat(answerAs("node-1:4050", guarded, ""))
                    .startsWith("HTTP/1.1 401")
                    .doesNotContain(ENDED);
            assertThat(answerAs("node-1:4050", guarded, "Authorization: Bearer " + TOKEN + "\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains(ENDED);
        }
        try (DashboardServer open =
                new DashboardServer(database(), all, Optional.empty(), OptionalDouble.empty(), false)) {
            assertThat(answerAs("node-1:4050", open, "")).startsWith("HTTP/1.1 421");
        }
    }

    private static String answerAs(String host, DashboardServer asked, String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), asked.port());
                OutputStream out = socket.getOutputStream()) {
            out.write(("GET /api/v1/studies HTTP/1.1\r\nHost: " + host + "\r\n" + header + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void changesNothing() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            HttpRequest change = request("api/v1/studies/" + ENDED)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(client.send(change, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
        }
        assertThat(database().studies().find(ENDED)).isPresent();
    }

    @Test
    void forbidsScriptsAndStylesOfOthers() throws Exception {
        HttpResponse<String> page = get("");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void asksForTheToken() throws Exception {
        try (DashboardServer guarded = serve(Optional.of(TOKEN))) {
            String address = "http://127.0.0.1:" + guarded.port() + "/";
            for (String wrong : List.of("", "?token=", "?token=" + TOKEN + "0", "api/v1/studies", "events")) {
                assertThat(status(address + wrong)).as(wrong).isEqualTo(401);
            }

            HttpResponse<String> opened = client.send(
                    HttpRequest.newBuilder(URI.create(address + "?token=" + TOKEN))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(opened.statusCode()).isEqualTo(303);
            String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
            assertThat(status(address + "api/v1/studies", "Cookie", cookie.split(";", 2)[0]))
                    .isEqualTo(200);
            assertThat(status(address + "metrics", "Authorization", "Bearer " + TOKEN))
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhatIsWrongWithAQuestion() throws Exception {
        assertThat(get("api/v1/studies/nosuch").statusCode()).isEqualTo(404);
        assertThat(get("api/v1/studies/nosuch/trials").statusCode()).isEqualTo(404);
        assertThat(get("api/v1/studies/" + ENDED + "/nosuch").statusCode()).isEqualTo(404);
        assertThat(get("app/nosuch.js").statusCode()).isEqualTo(404);
        for (String question :
                List.of("curves?trials=1;2", "trials?since=yesterday", "decisions?limit=few", "trials?all=1")) {
            HttpResponse<String> answer = get("api/v1/studies/" + ENDED + "/" + question);
            assertThat(answer.statusCode()).as(question).isEqualTo(400);
            assertThat(answer.body()).as(question).contains("error");
        }
    }

    @Test
    void givesMetricsForMonitoring() throws Exception {
        assertThat(body("healthz")).isEqualTo("ok\n");
        assertThat(body("metrics"))
                .contains(
                        "# TYPE sextant_study_trials gauge", "sextant_study_trials{study=\"" + ENDED + "\"} " + TRIALS);
    }

    @Test
    void refusesAddressesOfOthersWithoutAToken() {
        Said open = run("dashboard", "--bind", "0.0.0.0", "--port", "0");

        assertThat(open.code()).isEqualTo(ExitCode.USAGE);
        assertThat(open.err()).contains("--bind (0.0.0.0)", "--token-file");
    }

    @Test
    void refusesATokenThatIsEasilyGuessed() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "1234\n");

        Said weak = run("dashboard", "--port", "0", "--token-file", file.toString());

        assertThat(weak.code()).isEqualTo(ExitCode.USAGE);
        assertThat(weak.err()).contains("at least 16").doesNotContain("1234");
    }

    @Test
    void namesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said refused = run("dashboard", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.err()).contains("port " + taken.getLocalPort(), "Give another --port");
        }
    }

    @Test
    void writesAReportOfEveryStudy() throws IOException {
        for (String study : List.of(ENDED, RUNNING, "not-begun")) {
            Path file = directory.resolve(study + ".html");

            Said report = run("report", study, "--to", file.toString());

            assertThat(report.code()).as(report.err()).isZero();
            assertThat(Files.readString(file)).contains("<title>" + study).doesNotContain("src=\"", "href=\"/");
            assertThat(Files.size(file)).isLessThan(3_000_000);
        }
        assertThat(run("report", "nosuch", "--to", directory.resolve("x.html").toString())
                        .code())
                .isEqualTo(ExitCode.FAILED);
    }

    private static List<String> column(JsonNode table, String name) {
        List<String> names = new ArrayList<>();
        table.get("columns").forEach(column -> names.add(column.asText()));
        List<String> values = new ArrayList<>();
        table.get("rows").forEach(row -> values.add(row.get(names.indexOf(name)).asText()));
        return values;
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(body(path));
    }

    private String body(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path.replace(";", "%3B")));
    }

    private int status(String address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
