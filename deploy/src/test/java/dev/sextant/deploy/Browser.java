package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final String axe;

    private Browser(ChromeDriver driver, String axe) {
        this.driver = driver;
        this.axe = axe;
    }

    /** Skips the calling test where there is no browser. */
    static void require() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "THE PAGES ARE NOT TESTED: install chromium and chromium-driver");
    }

    static Browser open() throws IOException {
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.setCapability("goog:loggingPrefs", logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        try (InputStream in = Browser.class.getResourceAsStream("axe-4.14.1.min.js")) {
            return new Browser(
                    new ChromeDriver(service, options), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    void resize(int width) {
        driver.manage().window().setSize(new Dimension(width, 900));
    }

    /** Opens an address, and waits until its panels have their content. */
    void show(String address) {
        driver.get("about:blank");
        driver.get(address);
        await("the panels of " + address, () -> {
            return !all("main").isEmpty()
                    && !all("main > *").isEmpty()
                    && all("[aria-busy]").isEmpty();
        });
    }

    /** Closes the page. */
    void leave() {
        driver.get("about:blank");
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Returns the text of the first element, which must exist. */
    String text(String selector) {
        return all(selector).get(0).getText();
    }

    List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).collect(Collectors.toList());
    }

    /** Presses the button with a text. */
    void press(String text) {
        driver.findElement(By.xpath("//button[normalize-space()='" + text + "']"))
                .click();
    }

    /** Moves the pointer out of all panels, which change only when nobody points at them. */
    void pointAway() {
        new org.openqa.selenium.interactions.Actions(driver)
                .moveToLocation(5, 5)
                .perform();
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(condition)) {
            assertThat(System.nanoTime()).as("%s after %s", what, PATIENCE).isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static boolean isTrue(java.util.function.BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StaleElementReferenceException e) {
            return false;
        }
    }

    /** Returns errors and warnings that pages have logged since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .collect(Collectors.toList());
    }

    /** Returns what axe-core finds wrong for people who do not see the page or use a keyboard. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        driver.executeScript(axe);
        return (List<String>) driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run().then((result) => done(result.violations.map((one) =>"
                + " one.id + ': ' + one.nodes[0].html)));");
    }

    /** Returns by how many pixels the page is wider than the window. */
    long overflow() {
        return (Long) driver.executeScript("return document.documentElement.scrollWidth - window.innerWidth");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
