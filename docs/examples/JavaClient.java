import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a running {@code deident hook --stdio} whether a document may be published. Java 8, no libraries.
 *
 * <p>One worker serves a publishing system for days. Publish only where the exit code is 0; no answer in time is an
 * answer too: do not publish. For the reasons in full, give the line to the JSON library that the system has anyway.
 */
public final class JavaClient implements Closeable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"\\\\]*)\"");
    private static final Pattern VERDICT = Pattern.compile("\"verdict\":\"([a-z_]+)\"");
    private static final Pattern EXIT_CODE = Pattern.compile("\"exit_code\":([0-9]+)\\}$");

    private final Process worker;
    private final Writer toWorker;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, BlockingQueue<String>> waiting = new ConcurrentHashMap<>();

    public JavaClient(List<String> command) throws IOException {
        worker = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        toWorker = new OutputStreamWriter(worker.getOutputStream(), StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "deident");
        listener.setDaemon(true);
        listener.start();
    }

    /** Returns the line that answers for one file, or null where none came in time. */
    public String ask(String path, String channel, long seconds) throws IOException, InterruptedException {
        String id = Long.toString(ids.incrementAndGet());
        BlockingQueue<String> box = new ArrayBlockingQueue<>(1);
        waiting.put(id, box);
        try {
            write("{\"id\":" + quoted(id) + ",\"path\":" + quoted(path) + ",\"channel\":" + quoted(channel) + "}");
            String answer = box.poll(seconds, TimeUnit.SECONDS);
            if (answer == null) {
                write("{\"id\":" + quoted(id) + ",\"cancel\":true}");
            }
            return answer;
        } finally {
            waiting.remove(id);
        }
    }

    /** Whether an answer lets the document be published: only an exit code of 0 does. */
    public static boolean mayPublish(String answer) {
        return answer != null && "0".equals(part(EXIT_CODE, answer)) && "cleared".equals(part(VERDICT, answer));
    }

    @Override
    public void close() throws IOException {
        toWorker.close();
        try {
            worker.waitFor();
        } catch (InterruptedException interrupted) {
            worker.destroy();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void write(String line) throws IOException {
        toWorker.write(line + "\n");
        toWorker.flush();
    }

    private void listen() {
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = answers.readLine()) != null) {
                BlockingQueue<String> box = waiting.get(part(ID, line));
                if (box != null) {
                    box.offer(line);
                }
            }
        } catch (IOException gone) {
            // Nobody answers any more: every question runs into its time limit, and nothing is published.
        }
    }

    private static String part(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        return found.find() ? found.group(1) : "";
    }

    private static String quoted(String text) {
        StringBuilder said = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                said.append('\\').append(c);
            } else if (c < ' ') {
                said.append(String.format("\\u%04x", (int) c));
            } else {
                said.append(c);
            }
        }
        return said.append('"').toString();
    }

    /** {@code java JavaClient FILE… [-- words of the command]}. */
    public static void main(String[] words) throws Exception {
        List<String> files = new ArrayList<>(Arrays.asList(words));
        List<String> command = new ArrayList<>(Arrays.asList("deident", "hook", "--stdio"));
        int cut = files.indexOf("--");
        if (cut >= 0) {
            command = new ArrayList<>(files.subList(cut + 1, files.size()));
            files = files.subList(0, cut);
        }
        boolean all = true;
        try (JavaClient gate = new JavaClient(command)) {
            for (String file : files) {
                String answer = gate.ask(file, "网站", 60);
                System.out.println(file + " " + (mayPublish(answer) ? "publish" : "stop") + " " + answer);
                all &= mayPublish(answer);
            }
        }
        System.exit(all ? 0 : 1);
    }
}
