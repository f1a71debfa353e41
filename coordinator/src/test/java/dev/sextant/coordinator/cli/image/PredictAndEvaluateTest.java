package dev.sextant.coordinator.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.ClassifierStudy;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.dashboard.DashboardServer;
import dev.sextant.coordinator.docs.Page;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.server.EmbeddedServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the model that a real trainer left. */
class PredictAndEvaluateTest {
    private static final String STUDY = "colours";
    private static final String OTHER = "curves";

    @TempDir
    static Path home;

    private static EmbeddedServer server;
    private static Database database;
    private static Map<String, Double> measured;
    private static Map<String, Double> early;

    @BeforeAll
    static void train() throws Exception {
        Path data = home.resolve("images");
        draw(data.resolve("red"), Color.RED);
        draw(data.resolve("the \"blue\", one"), Color.BLUE);
        Map<String, Object> given = Map.of(
                "data", data.toString(), "image_size", 8L, "filters", 2L, "optimizer", "adam", "gradient_clip", 100.0);
        Path model = home.resolve("model.zip");
        measured = ClassifierStudy.train(given, home, model, 9);
        Path first = home.resolve("first.zip");
        early = ClassifierStudy.train(given, home, first, 1);
        server = EmbeddedServer.open(home.resolve("postgres"));
        database = Database.open(server.address());
        ClassifierStudy.write(database, STUDY, given, home, model, first);
        database.studies().createIfAbsent(SampleStudy.spec(OTHER));
    }

    private static void draw(Path folder, Color colour) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < 10; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(colour);
            pen.fillRect(i % 4, i % 3, 5, 5);
            pen.dispose();
            ImageIO.write(image, "png", folder.resolve("00" + i + ".png").toFile());
        }
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    private static CapturedConsole run(int expected, String... arguments) {
        return CapturedConsole.run(home, expected, (Object[]) arguments);
    }

    @Test
    void predictWritesATableInTheOrderOfThePaths() throws IOException {
        Path images = home.resolve("asked");
        draw(images.resolve("b"), Color.RED);
        draw(images.resolve("a"), Color.BLUE);
        Files.writeString(images.resolve("a/notes.txt"), "no image");
        Files.writeString(images.resolve(".hidden"), "no image");
        Path table = home.resolve("out/predictions.csv");

        CapturedConsole said = run(0, "predict", STUDY, images.toString(), "--to", table.toString());

        assertThat(said.err())
                .contains("Classified 20 of 21 files with trial 5 after epoch 9")
                .contains("notes.txt");
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(22);
        assertThat(lines.get(0)).isEqualTo("id,class,p.red,\"p.the \"\"blue\"\", one\"");
        assertThat(lines.get(1)).startsWith("a/000.png,\"the \"\"blue\"\", one\",");
        assertThat(lines.get(11)).isEqualTo("a/notes.txt,,,");
        assertThat(lines.get(12)).startsWith("b/000.png,red,");
        assertThat(run(0, "predict", STUDY, images.resolve("b/003.png").toString())
                        .out())
                .contains("\r\n003.png,red,");
    }

    @Test
    void predictWritesTheColumnsOfACompetition() throws IOException {
        Path images = home.resolve("competition");
        draw(images.resolve("b"), Color.RED);
        Files.writeString(images.resolve("b/no.extension.txt"), "no image");

        String table = run(0, "predict", STUDY, images.toString(), "--columns", "name,\"label\"", "--strip-extension")
                .out();

        assertThat(table)
                .startsWith("name,\"\"\"label\"\"\"\r\nb/000,red\r\nb/001,red\r\n")
                .endsWith("b/no.extension,\r\n");
        Files.copy(images.resolve("b/000.png"), images.resolve("b/000.jpg"));
        assertThat(run(2, "predict", STUDY, images.toString(), "--strip-extension")
                        .err())
                .contains("--strip-extension gives b/000.jpg and b/000.png the same id.");
        for (String names : List.of("name", "name,", ",label", "a,b,c")) {
            assertThat(run(2, "predict", STUDY, images.toString(), "--columns", names)
                            .err())
                    .contains(") must be two names, of the ids and of the classes, e.g. name,label");
        }
        assertThat(run(2, "predict", STUDY, images.toString(), "--columns", "name,name")
                        .err())
                .contains("--columns (name,name) must be two different names");
    }

    @Test
    void evaluateKeepsItsResultForTheDashboardWhichShowsTheImagesOfTheStudyAlone() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(run(0, "evaluate", STUDY, "--json").out());
        run(0, "evaluate", STUDY);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DashboardServer server =
                new DashboardServer(database, free, Optional.empty(), OptionalDouble.empty(), false)) {
            String api = "http://127.0.0.1:" + server.port() + "/api/v1/studies/" + STUDY + "/";
            JsonNode rows =
                    new ObjectMapper().readTree(get(api + "evaluations").body()).get("rows");
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).get(0).asText()).isEqualTo("validation");
            assertThat(rows.get(0).get(6)).isEqualTo(json);
            assertThat(json.at("/start_with/confusion")).hasSize(2);

            HttpResponse<byte[]> picture = get(api + "image?path=red/000.png");
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth())
                    .isEqualTo(176);
            Files.writeString(home.resolve("secret.png"), "no image of the study");
            for (String path : List.of(
                    "",
                    "red",
                    "/etc/passwd",
                    "../secret.png",
                    "red/../../secret.png",
                    "red/../red/000.png",
                    home.resolve("images/red/000.png").toString(),
                    home.resolve("secret.png").toUri().toString())) {
                assertThat(get(api + "image?path=" + path).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            assertThat(get(api.replace(STUDY, OTHER) + "image?path=red/000.png").statusCode())
                    .isEqualTo(404);
        }
    }

    private static HttpResponse<byte[]> get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray());
    }

    @Test
    void evaluateMeasuresWhatTheTrialMeasured() throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(run(0, "evaluate", STUDY, "--json").out());
        assertThat(json.get("images").asInt()).isEqualTo(4);
        assertThat(json.get("trial").asInt()).isEqualTo(SampleStudy.BEST);
        assertThat(json.get("accuracy").asDouble()).isEqualTo(measured.get("accuracy"));
        assertThat(json.get("log_loss").asDouble()).isCloseTo(measured.get("loss"), within(1e-4));
        assertThat(json.get("classes").findValuesAsText("class")).containsExactly("red", "the \"blue\", one");
        assertThat(json.get("confusion").get(0).get(0).asInt()).isEqualTo(2);
        assertThat(run(0, "evaluate", STUDY).out())
                .startsWith("colours: trial 5 after epoch 9, on 4 validation images\n")
                .contains("accuracy  1  (95 % confidence: 0.5101 to 1)\n");
    }

    @Test
    void predictAveragesViews() throws IOException {
        Path image = home.resolve("images/red/003.png");
        String once = run(0, "predict", STUDY, image.toString()).out();
        CapturedConsole said = run(0, "predict", STUDY, image.toString(), "--tta", "4");
        assertThat(said.err()).contains("trial 5 after epoch 9, mean of 4 views");
        assertThat(said.out()).contains("\r\n003.png,red,").isNotEqualTo(once);
        assertThat(run(0, "predict", STUDY, image.toString(), "--tta", "4").out())
                .isEqualTo(said.out());
        assertThat(run(1, "predict", STUDY, image.toString(), "--tta", "13").err())
                .contains("Number of views must be at most 12 for a trial without augmentation: 13");
        assertThat(run(2, "predict", STUDY, image.toString(), "--tta", "0").err())
                .contains("--tta (0) must be from 1 ");
    }

    @Test
    void evaluateNamesTheImagesItGetsWrongAndShowsThem() throws IOException {
        Path mixed = home.resolve("mixed");
        draw(mixed.resolve("red"), Color.RED);
        // Named as red, but blue; the name must not become part of the page's own tags.
        Path blue = home.resolve("images/the \"blue\", one/000.png");
        Files.copy(blue, mixed.resolve("red/<script>alert(1)<.png"));
        Path page = home.resolve("errors.html");

        CapturedConsole said = run(0, "evaluate", STUDY, "--data", mixed.toString(), "--html", page.toString());

        assertThat(said.out())
                .contains("on 11 images of " + mixed)
                .contains("accuracy  0.9091  (95 % confidence: 0.6226 to 0.9838)")
                .contains("   1  red predicted as the \"blue\", one\n      red/<script>alert(1)<.png (");
        assertThat(Files.readString(page))
                .contains("Errors of colours", "src=\"data:image/jpeg;base64,", "&lt;script&gt;alert(1)&lt;.png")
                .contains("the &quot;blue&quot;, one")
                .doesNotContain("<script>alert");
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "evaluate", STUDY, "--data", mixed.toString(), "--json")
                        .out());
        assertThat(json.get("errors")).hasSize(1);
        assertThat(json.get("errors").get(0).get("path").asText()).isEqualTo("red/<script>alert(1)<.png");
        assertThat(run(1, "evaluate", STUDY, "--test").err()).contains("has no test part");
    }

    @Test
    void evaluatePutsTheFirstTrialBesideTheBest() throws IOException {
        String said = run(0, "evaluate", STUDY).out();
        assertThat(said)
                .contains(
                        "Baseline, trial 1 after epoch 1 (the best epoch is 9, whose checkpoint was not kept): accuracy ")
                .contains("Only trial 5 is right on ")
                .contains("baseline F1");
        JsonNode json =
                new ObjectMapper().readTree(run(0, "evaluate", STUDY, "--json").out());
        assertThat(json.get("start_with").get("trial").asInt()).isEqualTo(1);
        assertThat(json.get("start_with").get("accuracy").asDouble()).isEqualTo(early.get("accuracy"));
        assertThat(json.get("start_with").get("classes")).hasSize(2);
    }

    @Test
    void evaluatePutsTheUnchangedImagesBesideTheirViews() throws IOException {
        // The trial was trained without augmentation and has never seen a crop.
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "evaluate", STUDY, "--tta", "12", "--json").out());
        JsonNode tta = json.get("tta");
        assertThat(tta.get("views").asInt()).isEqualTo(12);
        assertThat(tta.get("accuracy_without").asDouble()).isEqualTo(measured.get("accuracy"));
        assertThat(tta.get("log_loss_without").asDouble()).isCloseTo(measured.get("loss"), within(1e-4));
        assertThat(tta.get("accuracy_gain").asDouble())
                .isEqualTo(json.get("accuracy").asDouble() - measured.get("accuracy"));
        assertThat(run(0, "evaluate", STUDY, "--tta", "12").out())
                .startsWith("colours: trial 5 after epoch 9, mean of 12 views, on 4 validation images\n")
                .containsPattern("Without test-time augmentation: accuracy 1, log loss [0-9.e-]+, AUC 1\n")
                .containsPattern("With it the accuracy is .* \\(standard error of the difference: [0-9.]+\\)\\.\n");
        assertThat(new ObjectMapper()
                        .readTree(run(0, "evaluate", STUDY, "--json").out())
                        .get("tta")
                        .isNull())
                .isTrue();
    }

    @Test
    void ensembleMeasuresTheBestTrialsTogether() throws IOException {
        Path table = home.resolve("ensemble.csv");
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "ensemble", STUDY, "--top", "2", "--json", "--to", table.toString())
                        .out());
        assertThat(json.get("members").findValues("trial").toString()).isEqualTo("[5, 1]");
        assertThat(json.get("members").get(0).get("accuracy").asDouble()).isEqualTo(measured.get("accuracy"));
        assertThat(json.get("members").get(1).get("accuracy").asDouble()).isEqualTo(early.get("accuracy"));
        assertThat(json.get("images").asInt()).isEqualTo(4);
        assertThat(json.get("helps").asBoolean()).isFalse();
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("id,class,p.red,\"p.the \"\"blue\"\", one\"");
        assertThat(lines.get(1)).startsWith("red/");
        assertThat(run(0, "ensemble", STUDY, "--top", "2", "--vote", "majority").out())
                .startsWith("colours: 2 trials, majority of their classes, on 4 validation images\n")
                .contains("The ensemble does not help: it is no better than the best trial, 5 ");
    }

    @Test
    void ensembleLeavesOutTrialsWithoutAModel() {
        CapturedConsole said = run(0, "ensemble", STUDY, "--top", "4");
        assertThat(said.out()).startsWith("colours: 2 trials, mean of their probabilities, on 4 validation images\n");
        assertThat(said.err()).contains("Skipping trial ", "does not exist");
        assertThat(run(2, "ensemble", STUDY, "--top", "1").err()).contains("--top (1) must be at least 2");
    }

    @Test
    void usesTheModelOfTheTrialThatItIsTold() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "evaluate", STUDY, "--trial", "1", "--json").out());
        assertThat(json.get("trial").asInt()).isEqualTo(1);
        assertThat(json.get("accuracy").asDouble()).isEqualTo(early.get("accuracy"));
        assertThat(json.get("log_loss").asDouble()).isCloseTo(early.get("loss"), within(1e-4));
        assertThat(run(0, "evaluate", STUDY, "--trial", "5").out())
                .isEqualTo(run(0, "evaluate", STUDY).out());
        String image = home.resolve("images/red/003.png").toString();
        CapturedConsole said = run(0, "predict", STUDY, image, "--trial", "1");
        assertThat(said.err()).contains("Classified 1 of 1 file with trial 1 after epoch 1");
        assertThat(said.out()).isNotEqualTo(run(0, "predict", STUDY, image).out());
        JsonNode ensemble = new ObjectMapper()
                .readTree(run(0, "ensemble", STUDY, "--trial", "1,5", "--json").out());
        assertThat(ensemble.get("members").findValues("trial").toString()).isEqualTo("[1, 5]");
        assertThat(run(0, "ensemble", STUDY, "--trial", "1", "--trial", "5", "--json")
                        .out())
                .isEqualTo(ensemble.toPrettyString() + "\n");
    }

    @Test
    void saysWhyATrialsModelCannotBeUsed() {
        for (List<String> command : List.of(
                List.of("evaluate", STUDY), List.of("predict", STUDY, home.toString()), List.of("ensemble", STUDY))) {
            String second = command.get(0).equals("ensemble") ? ",5" : "";
            assertThat(runTrial(1, command, "99" + second).err())
                    .contains("--trial (99) does not exist in colours. `sextant trials colours` lists all trials.");
            assertThat(runTrial(1, command, SampleStudy.DIVERGED + second).err())
                    .contains("Trial 7 of colours has no checkpoint.");
            assertThat(runTrial(1, command, "2" + second).err()).contains("does not exist; restore the file");
        }
        assertThat(run(2, "evaluate", STUDY, "--trial", "1", "--model", "final").err())
                .contains("--trial and --model cannot be combined. Give one of them.");
        assertThat(run(2, "ensemble", STUDY, "--trial", "1,5", "--top", "2").err())
                .contains("--top and --trial cannot be combined. Give one of them.");
        assertThat(run(2, "ensemble", STUDY, "--trial", "1").err())
                .contains("--trial (1) must name at least 2 trials, e.g. --trial 5,1.");
        assertThat(run(2, "ensemble", STUDY, "--trial", "1,5,1").err())
                .contains("--trial names trial 1 twice. Remove one of them.");
    }

    private static CapturedConsole runTrial(int expected, List<String> command, String trials) {
        return run(
                expected,
                Stream.concat(command.stream(), Stream.of("--trial", trials)).toArray(String[]::new));
    }

    @Test
    void exportWritesTheWholeNetworkAndItsCard() throws IOException {
        Path folder = home.resolve("exported");
        run(0, "export", STUDY, "--to", folder.toString());
        assertThat(folder.resolve("labels.txt")).content().isEqualTo("red\nthe \"blue\", one\n");
        JsonNode card = new ObjectMapper()
                .readTree(folder.resolve("best-model.card.json").toFile());
        assertThat(card.get("image_size").asInt()).isEqualTo(8);
        assertThat(card.get("classes")).hasSize(2);
        assertThat(folder.resolve("best-model.zip")).isNotEmptyFile();
        assertThat(folder.resolve("best-model.ckpt")).isNotEmptyFile();
    }

    /** In a process that has Deeplearning4j on its class path, and nothing of Sextant's. */
    @Test
    void theProgramInTheGuideClassifiesWithWhatExportWrites() throws Exception {
        Path folder = home.resolve("for-a-program");
        run(0, "export", STUDY, "--to", folder.toString());
        Path photograph = home.resolve("wide.png");
        BufferedImage wide = new BufferedImage(40, 24, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = wide.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(10, 2, 16, 16);
        pen.dispose();
        ImageIO.write(wide, "png", photograph.toFile());
        Path source = home.resolve("Classify.java");
        Files.writeString(
                source,
                Page.of("docs/guide/image-classifier.md").blocks().stream()
                        .filter(block -> block.language().equals("java"))
                        .map(Page.Block::text)
                        .findFirst()
                        .orElseThrow());

        String[] answer = javaRun(source, folder, photograph).strip().split(" ", -1);

        String[] predicted = run(0, "predict", STUDY, photograph.toString())
                .out()
                .split("\r\n", -1)[1]
                .split(",", -1);
        assertThat(answer[0]).isEqualTo("red").isEqualTo(predicted[1]);
        assertThat(Double.parseDouble(answer[1])).isCloseTo(Double.parseDouble(predicted[2]), within(0.05));
    }

    private static String javaRun(Path source, Path folder, Path photograph) throws Exception {
        String others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("sextant-"))
                .collect(Collectors.joining(File.pathSeparator));
        Path errors = home.resolve("java-errors.txt");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.platform.extension="
                                + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                        "-cp",
                        others,
                        source.toString(),
                        folder.toString(),
                        photograph.toString())
                .redirectError(errors.toFile())
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(Files.readString(errors)).isZero();
        return said.lines().reduce((first, last) -> last).orElse("");
    }

    @Test
    void refitLearnsFromTheValidationImagesToo() throws IOException {
        Path folder = home.resolve("refit");
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "refit", STUDY, "--to", folder.toString(), "--json")
                        .out());
        assertThat(json.get("trial").asInt()).isEqualTo(SampleStudy.BEST);
        assertThat(json.get("epochs").asInt()).isEqualTo(9);
        assertThat(json.get("files")).hasSize(5).allMatch(file -> Files.isRegularFile(Path.of(file.asText())));
        // Of one on fewer images it would be another network.
        assertThat(Files.readAllBytes(folder.resolve("model.ckpt")))
                .isNotEqualTo(Files.readAllBytes(home.resolve("model.zip")));
        CapturedConsole predicted =
                run(0, "predict", STUDY, home.resolve("images/red/003.png").toString(), "--model", folder.toString());
        assertThat(predicted.err()).contains("Classified 1 of 1 file with the refit of trial 5 after 9 epochs");
        assertThat(predicted.out()).contains("\r\n003.png,red,");
        assertThat(run(1, "evaluate", STUDY, "--model", folder.toString()).err())
                .contains("was also trained on the validation images");
        assertThat(run(
                                0,
                                "evaluate",
                                STUDY,
                                "--model",
                                folder.toString(),
                                "--data",
                                home.resolve("images").toString())
                        .out())
                .startsWith("colours: the refit of trial 5 after 9 epochs, on 20 images of ");
        assertThat(run(1, "predict", STUDY, home.toString(), "--model", home.toString())
                        .err())
                .contains("has no refit.json. Give a folder written by `sextant refit`.");
    }

    @Test
    void aRefitIsComparedWithARefitOfTheBaseline() throws IOException {
        String tuned = home.resolve("tuned").toString();
        String first = home.resolve("first").toString();
        run(0, "refit", STUDY, "--to", tuned);
        run(0, "refit", STUDY, "--to", first, "--trial", "1");
        String data = home.resolve("images").toString();

        assertThat(run(0, "evaluate", STUDY, "--model", tuned, "--data", data).out())
                .contains("The refit was trained on more images than the baseline: on the validation images, too.")
                .contains("`sextant refit " + STUDY + " --trial 1 --to DIR`");
        assertThat(run(0, "evaluate", STUDY, "--model", tuned, "--baseline", first, "--data", data)
                        .out())
                .contains("Baseline, the refit of trial 1 after", "only the refit of trial 1 on")
                .doesNotContain("more images than the baseline");
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "evaluate", STUDY, "--model", tuned, "--baseline", first, "--data", data, "--json")
                        .out());
        assertThat(json.get("refit").asBoolean()).isTrue();
        assertThat(json.get("start_with").get("refit").asBoolean()).isTrue();
    }

    @Test
    void refitTakesTheTrialThatItIsTold() throws IOException {
        Path folder = home.resolve("refit-of-first");
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "refit", STUDY, "--to", folder.toString(), "--trial", "1", "--json")
                        .out());
        int epochs = database.reader().trial(STUDY, 1).orElseThrow().trial().epoch();
        assertThat(json.get("trial").asInt()).isEqualTo(1);
        assertThat(json.get("epochs").asInt()).isEqualTo(epochs);
        assertThat(run(0, "predict", STUDY, home.resolve("images/red/003.png").toString(), "--model", folder.toString())
                        .err())
                .contains(" with the refit of trial 1 after " + epochs + " epoch");
        assertThat(run(1, "refit", STUDY, "--to", folder.toString(), "--trial", "999")
                        .err())
                .contains("--trial (999) does not exist in " + STUDY);
    }

    /** In executor processes of their own. */
    @Test
    void refitSharesTheWorkAmongExecutors() throws IOException {
        Path folder = home.resolve("refit-of-two");
        CapturedConsole said =
                run(0, "refit", STUDY, "--to", folder.toString(), "--workers", "2", "--average-every", "2");
        assertThat(said.err()).contains("2 workers on local-cluster[2,1,", "epoch 9 of 9: train_loss ");
        Map<String, String> classes = new TreeMap<>();
        for (String name : List.of("red", "the \"blue\", one")) {
            String row = run(
                            0,
                            "predict",
                            STUDY,
                            home.resolve("images")
                                    .resolve(name)
                                    .resolve("001.png")
                                    .toString(),
                            "--model",
                            folder.toString())
                    .out();
            classes.put(name, row.split("\r\n", -1)[1]);
        }
        assertThat(classes.get("red")).startsWith("001.png,red,");
        assertThat(classes.get("the \"blue\", one")).startsWith("001.png,\"the \"\"blue\"\", one\",");
        assertThat(run(2, "refit", STUDY, "--to", folder.toString(), "--workers", "0")
                        .err())
                .contains("--workers (0)");
    }

    @Test
    void saysThatACheckpointOrABackboneIsGone() throws IOException {
        StudyRow row = database.studies().find(STUDY).orElseThrow();
        Path kept = Path.of(java.net.URI.create(database.reader()
                .trial(STUDY, SampleStudy.BEST)
                .orElseThrow()
                .checkpoints()
                .get(0)
                .uri()));
        assertThat(row.state()).isEqualTo(StudyState.COMPLETED);
        Path aside = Files.move(kept, home.resolve("aside.ckpt"));
        try {
            for (String command : List.of("evaluate", "predict", "export")) {
                List<String> line = new ArrayList<>(List.of(command, STUDY));
                if (command.equals("predict")) {
                    line.add(home.toString());
                } else if (command.equals("export")) {
                    line.addAll(List.of("--to", home.resolve("nothing").toString()));
                }
                assertThat(run(1, line.toArray(String[]::new)).err())
                        .contains(kept.getFileName().toString(), "(epoch 9) does not exist; restore the file");
            }
        } finally {
            Files.move(aside, kept);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(run(1, "predict", OTHER, home.toString()).err())
                .contains("curves uses the trainer curve-table, but this command supports only image-classifier");
        assertThat(run(2, "predict", STUDY, home.resolve("nowhere").toString()).err())
                .contains("nowhere) does not exist");
    }
}
