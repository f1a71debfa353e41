package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The pages of the dashboard and of reports, in a browser, on studies that real sweeps wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class DashboardIT {
    /** Text from studies, which must stay text. */
    private static final String SCRIPT = "<script>window.hacked = 1</script>";

    private static final List<String> PAGES = List.of(
            "",
            "/trials",
            "/trial/1",
            "/curves",
            "/rungs",
            "/space",
            "/decisions",
            "/slots",
            "/images",
            "/compare?trials=1,2");

    private Path directory;

    private Process dashboard;
    private Browser browser;
    private String address;

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        Browser.require();
        directory = empty;
        Distribution.Outcome sweep = sextant("sweep", hostileStudy().toString());
        assertThat(sweep.exitCode()).as(sweep.out() + sweep.err()).isZero();
        dashboard = begin("dashboard.log", "dashboard", "--port", "0");
        address = addressOf(dashboard, directory.resolve("dashboard.log"));
        browser = Browser.open();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (dashboard != null) {
            dashboard.destroy();
            // Its PostgreSQL ends before it does.
            dashboard.waitFor();
        }
    }

    @Test
    void everyPageOpensWithoutComplaintsAndBarriersOnWideAndNarrowScreens() {
        for (int width : new int[] {1280, 390}) {
            browser.resize(width);
            for (String page : List.of("#/", "#/health", "#/compare?studies=hostile")) {
                isSound(address + page);
            }
            for (String page : PAGES) {
                isSound(address + "#/study/hostile" + page);
            }
        }
    }

    @Test
    void isReadableInTheDark() {
        browser.resize(1280);
        browser.show(address + "#/study/hostile");
        browser.all("button.theme").get(0).click();
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(18, 22, 27)");

        isSound(address + "#/study/hostile");

        browser.all("button.theme").get(0).click();
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(246, 247, 249)");
    }

    /** Complaints of a page that another test has left, as its server ended, are not this one's. */
    @BeforeEach
    void forgetComplaints() {
        browser.leave();
        browser.complaints();
    }

    private void isSound(String page) {
        browser.show(page);
        assertThat(browser.texts(".problem")).as(page).noneMatch(text -> text.contains("Error"));
        assertThat(browser.complaints()).as(page).isEmpty();
        assertThat(browser.barriers()).as(page).isEmpty();
        assertThat(browser.overflow()).as(page).isNotPositive();
        assertThat(browser.run("return window.hacked")).as(page).isNull();
    }

    @Test
    void showsTextOfStudiesAsText() {
        browser.resize(1280);
        browser.show(address + "#/study/hostile/trials");

        assertThat(browser.text("main")).contains(SCRIPT, "=cmd()");
        assertThat(browser.all("main script, main img")).isEmpty();
    }

    @Test
    void showsWhatAFailedProgramPrintedAsText() throws Exception {
        String trials =
                sextant("trials", "hostile", "--state", "failed", "--json").out();
        Matcher trial = Pattern.compile("\"trial\" ?: ?(\\d+)").matcher(trials);
        assertThat(trial.find()).as(trials).isTrue();

        isSound(address + "#/study/hostile/trial/" + trial.group(1));

        assertThat(browser.text("pre.log")).contains("<img src=x onerror=window.hacked=1> cannot train this");
    }

    @Test
    void showsWhichImagesAModelConfuses() throws Exception {
        Path study = imageStudy();
        assertThat(sextant("sweep", study.toString()).exitCode()).isZero();
        browser.resize(1280);
        isSound(address + "#/study/images/images");
        assertThat(browser.text("main")).contains("2 classes, 40 images", "sextant evaluate images");

        assertThat(sextant("evaluate", "images").exitCode()).isZero();

        for (int width : new int[] {1280, 390}) {
            browser.resize(width);
            isSound(address + "#/study/images/images");
        }
        assertThat(browser.text("nav")).contains("Images");
        assertThat(browser.text("main")).contains("recall of start_with", "<b>even");
        // By one script, as the page replaces its buttons when something changes.
        browser.run("document.querySelector('.matrix button').click()");
        browser.await("the images of the cell", () ->
                (Boolean) browser.run("return document.querySelector('.pictures img')?.naturalWidth === 176"));
        assertThat(browser.complaints()).isEmpty();
    }

    /** Half of the images carry the label of the other class, so that every model makes mistakes. */
    private Path imageStudy() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("image-study"));
        for (String name : List.of("<b>even", "odd")) {
            Path target = Files.createDirectories(folder.resolve("data").resolve(name));
            for (int i = 0; i < 20; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                image.setRGB(i % 8, i % 5, i % 2 == 0 ? 0xff0000 : 0x0000ff);
                ImageIO.write(image, "png", target.resolve(i + ".png").toFile());
            }
        }
        return Files.writeString(
                folder.resolve("study.yaml"),
                """
                study: images
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: image-classifier, data: data, image_size: 8, filters: 2}
                parameters:
                  learning_rate: {type: continuous, low: 0.001, high: 0.1, scale: log}
                start_with: [{learning_rate: 0.001}]
                fidelity: {max_epochs: 1}
                search: {algorithm: random, seed: 1}
                budget: {trials: 3}
                cluster: {slots: 1, memory_per_trial: 1g}
                """);
    }

    @Test
    void followsARunningSweepAndKeepsChoicesInTheAddress() throws Exception {
        browser.resize(1280);
        Process sweep = begin("sweep.log", "sweep", longStudy().toString());
        try {
            browser.show(address + "#/");
            browser.pointAway();
            browser.await("the study in the list", () -> browser.text("main").contains("recorded-curves"));
            browser.show(address + "#/study/recorded-curves/trials");
            browser.pointAway();
            int before = numberOfTrials();
            browser.await("more trials than " + before, () -> numberOfTrials() > before + 3);
        } finally {
            sweep.destroy();
            sweep.waitFor();
        }

        browser.press("accuracy ▼");
        List<String> ascending = browser.texts(".big-table .rows .row > div:nth-child(4)");
        ascending.removeIf("-"::equals);
        assertThat(ascending).hasSizeGreaterThan(2).isSorted();
        assertThat((String) browser.run("return location.hash")).contains("sort=value");
        browser.press("CSV");
        for (WebElement box : browser.all(".rows input").subList(0, 2)) {
            box.click();
        }
        browser.press("Compare");
        browser.await("the comparison", () -> browser.text("h1").startsWith("recorded-curves · trials "));
        assertThat(browser.complaints()).isEmpty();
    }

    private int numberOfTrials() {
        List<String> chips = browser.texts(".controls button");
        return chips.isEmpty() ? 0 : Integer.parseInt(chips.get(0).replaceAll("\\D", ""));
    }

    @Test
    void aReportShowsTheSameWithoutAServer() throws Exception {
        Path file = directory.resolve("hostile.html");
        Distribution.Outcome report = sextant("report", "hostile", "--to", file.toString());
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(Files.readString(file)).doesNotContain("window.hacked");
        browser.resize(1280);

        for (String page : PAGES) {
            browser.show(file.toUri() + "#/study/hostile" + page);
            String offline = browser.text("main");
            assertThat(browser.complaints()).as(page).isEmpty();
            assertThat(browser.run("return window.hacked")).as(page).isNull();
            browser.show(address + "#/study/hostile" + page);
            assertThat(offline).as(page).isEqualTo(browser.text("main"));
        }
    }

    @Test
    void theNumbersAreThoseOfTheCommands() throws Exception {
        browser.resize(1280);
        browser.show(address + "#/study/hostile");
        String status = sextant("status", "hostile").out();
        String overview = browser.text("main");

        Matcher best = Pattern.compile("best +(accuracy [\\d.]+) by (trial \\d+) after (epoch \\d+)")
                .matcher(status);
        assertThat(best.find()).as(status).isTrue();
        assertThat(overview).contains(best.group(1), best.group(2) + " after " + best.group(3));
        Matcher device = Pattern.compile("device time +(\\S+( \\d+s)?)").matcher(status);
        assertThat(device.find()).as(status).isTrue();
        assertThat(overview).contains(device.group(1) + " of device time");
    }

    @Test
    void steersAStudyOnlyWhereChangesAreAllowed() throws Exception {
        browser.resize(1280);
        browser.show(address + "#/study/hostile/trial/1");
        assertThat(browser.texts("button.note")).allMatch(String::isEmpty);

        Files.writeString(directory.resolve("token"), "0123456789abcdef");
        Process changing =
                begin("changing.log", "dashboard", "--port", "0", "--allow-changes", "--token-file", "token");
        try {
            String allowed = addressOf(changing, directory.resolve("changing.log"));
            browser.show(allowed + "?token=0123456789abcdef");
            isSound(allowed + "#/study/hostile");
            isSound(allowed + "#/study/hostile/trial/1");
            browser.all("textarea").get(0).sendKeys("seen " + SCRIPT);
            browser.press("Write the note");
            browser.await("the answer", () -> browser.text(".said").equals("The note is written."));
            browser.press("Try this with changes");
            browser.await("the fields", () -> !browser.all(".fields input").isEmpty());
            browser.all(".fields input[name=rate]").get(0).clear();
            browser.all(".fields input[name=rate]").get(0).sendKeys("7");
            browser.press("Try it");
            browser.await("the refusal", () -> browser.text(".said").contains("rate: (7) must be a number"));
            assertThat(browser.run("return window.hacked")).isNull();
        } finally {
            changing.destroy();
            changing.waitFor();
        }
        assertThat(sextant("note", "hostile").out()).contains("(dashboard, from 127.0.0.1), trial 1", SCRIPT);
    }

    private Distribution.Outcome sextant(String... arguments) throws IOException, InterruptedException {
        return Distribution.run(directory, environment(), Distribution.built().launcher(), arguments);
    }

    private Map<String, String> environment() {
        return Map.of("SEXTANT_HOME", directory.resolve("home").toString());
    }

    private Process begin(String log, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(arguments));
        command.add(0, Distribution.built().launcher().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().putAll(environment());
        return builder.start();
    }

    private static String addressOf(Process server, Path log) throws Exception {
        Pattern line = Pattern.compile("Dashboard: (http://127.0.0.1:\\d+/)");
        for (int i = 0; i < 600 && server.isAlive(); i++) {
            Matcher found = line.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("The dashboard did not start: " + Files.readString(log));
    }

    private Path hostileStudy() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("hostile"));
        Distribution.script(
                folder.resolve("train.sh"),
                """
                #!/bin/sh
                from=$SEXTANT_FROM_EPOCH
                case "$1" in
                *window*) echo "<img src=x onerror=window.hacked=1> cannot train this" >&2; exit 3 ;;
                esac
                while [ "$from" -lt "$SEXTANT_TO_EPOCH" ]; do
                  from=$((from + 1))
                  echo "{\\"epoch\\": $from, \\"accuracy\\": 0.$((10 + SEXTANT_TRIAL + from)), \\"<b>loss\\": 0.5}"
                done
                """);
        String longText = "x".repeat(4000);
        return Files.writeString(
                folder.resolve("study.yaml"),
                """
                study: hostile
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: command, command: [./train.sh, "{text}"], working_directory: .}
                parameters:
                  text: {type: categorical, values: ["%s", "=cmd()", "\\u202egnp.exe", "%s"]}
                  rate: {type: continuous, low: 0.001, high: 0.1, scale: log}
                fidelity: {max_epochs: 4}
                search: {algorithm: random, seed: 1}
                budget: {trials: 12}
                cluster: {slots: 2, memory_per_trial: 512m}
                """
                        .formatted(SCRIPT, longText),
                StandardCharsets.UTF_8);
    }

    private Path longStudy() throws IOException {
        Path source = Distribution.built().home().resolve("examples/curve-table");
        Path target = Files.createDirectories(directory.resolve("curve-table"));
        Files.copy(source.resolve("curves.csv"), target.resolve("curves.csv"));
        return Files.copy(source.resolve("study.yaml"), target.resolve("study.yaml"));
    }
}
