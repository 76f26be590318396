using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Proofs;

/// <summary>A visit fails where it should, and only there: on pages made up for it.</summary>
public sealed class VisitTests
{
    // A failure that belongs to the test is nothing to look at.
    private const string NoPicture = "";

    [Fact]
    public async Task A_page_in_order_gives_no_cause_to_complain()
    {
        await using PageServer server = await PageServer.StartAsync("""<p>All is well.</p><script nonce="proof">console.log('Hello.')</script>""");

        await new Reader().VisitAsync(server.Address, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.ShouldBeAccessibleAsync();
            visit.Place.ShouldBe("/");
        });
    }

    [Theory]
    [InlineData("""<script nonce="proof">console.error('I am broken.')</script>""", "error on the console: I am broken.")]
    [InlineData("""<script nonce="proof">console.warn('I am odd.')</script>""", "warning on the console: I am odd.")]
    [InlineData("""<script nonce="proof">null.name</script>""", "JavaScript: ")]
    [InlineData("""<script nonce="proof">Promise.reject(new Error('nobody caught it'))</script>""", "nobody caught it")]
    [InlineData("""<script src="/missing.js"></script>""", "404 for GET /missing.js")]
    [InlineData("""<script>document.title = 'inline'</script>""", "Content Security Policy: script-src")]
    [InlineData("""<p style="color: red">Red</p>""", "Content Security Policy")]
    [InlineData("""<img src="http://localhost:9/pixel.png" alt="A pixel">""", "GET to elsewhere: http://localhost:9/pixel.png")]
    [InlineData("""<script nonce="proof">fetch('http://localhost:9/count', { method: 'POST', mode: 'no-cors' }).catch(() => 0)</script>""", "POST to elsewhere: http://localhost:9/count")]
    public async Task What_is_wrong_on_a_page_fails_the_visit(string main, string complaint)
    {
        await using PageServer server = await PageServer.StartAsync(main);

        VisitException failure = await Should.ThrowAsync<VisitException>(() => new Reader().VisitAsync(server.Address, async visit =>
        {
            await visit.OpenAsync("/");
            // The browser has worked off what the page began when it has painted twice.
            await visit.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }, NoPicture));

        failure.Message.ShouldContain(complaint);
    }

    [Fact]
    public async Task A_refused_answer_fails_the_visit_unless_the_test_expects_it()
    {
        await using PageServer server = await PageServer.StartAsync("<p>Hello</p>");

        (await Should.ThrowAsync<VisitException>(() => new Reader().VisitAsync(server.Address, visit => visit.OpenAsync("/nowhere"), NoPicture))).Message.ShouldContain("404 for GET /nowhere");
        await new Reader().VisitAsync(server.Address, async visit =>
        {
            visit.Expect(404, "/nowhere");
            (await visit.OpenAsync("/nowhere")).Status.ShouldBe(404);
        });
    }

    [Theory]
    [InlineData("""<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">""", "image-alt", "<img ")]
    [InlineData("""<label>Name</label><input name="given">""", "label", """<input name="given">""")]
    [InlineData("""<h4>Too deep</h4>""", "heading-order", "<h4>Too deep</h4>")]
    public async Task What_axe_finds_fails_the_test_with_the_rule_and_the_element(string main, string rule, string element)
    {
        await using PageServer server = await PageServer.StartAsync(main);

        VisitException failure = await Should.ThrowAsync<VisitException>(() => new Reader().VisitAsync(server.Address, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.ShouldBeAccessibleAsync();
        }, NoPicture));

        failure.Message.ShouldContain(rule + ": ");
        failure.Message.ShouldContain(element);
        failure.Message.ShouldContain("https://dequeuniversity.com/");
    }

    [Theory]
    [InlineData("PUT", "incoming/a?comp=block&blockid=MQ%3D%3D&sp=cw&sig=x", true)]
    [InlineData("PUT", "incoming/a?comp=block&blockid=MQ%3D%3D&sp=rcw&sig=x", false)]
    [InlineData("PUT", "incoming/a?comp=blocklist&sp=cw&sig=x", false)]
    [InlineData("PUT", "incoming/a?comp=block&sp=cw", false)]
    [InlineData("GET", "incoming/a?comp=block&sp=cw&sig=x", false)]
    [InlineData("PUT", "uploads/a?comp=block&sp=cw&sig=x", false)]
    public async Task Only_blocks_may_be_put_elsewhere_and_only_under_a_signature_for_writing(string method, string address, bool allowed)
    {
        await using PageServer blobs = await PageServer.StartAsync(context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.AccessControlAllowMethods = "*";
            return Task.CompletedTask;
        });
        await using PageServer server = await PageServer.StartAsync("<p>Drop a file</p>");

        Task visiting = new Reader().VisitAsync(server.Address, async visit =>
        {
            visit.AllowUploads(new Uri(blobs.Address, "account"));
            await visit.OpenAsync("/");
            await visit.Page.EvaluateAsync("([method, address]) => fetch(address, { method })", new[] { method, new Uri(blobs.Address, "account/" + address).AbsoluteUri });
        }, NoPicture);

        if (allowed)
        {
            await visiting;
        }
        else
        {
            (await Should.ThrowAsync<VisitException>(() => visiting)).Message.ShouldContain($"{method} to elsewhere");
        }
    }

    [Theory]
    [InlineData("en", ColorScheme.Light, false, false, "en-GB light mouse 1280 script")]
    [InlineData("es", ColorScheme.Dark, true, false, "es-ES dark touch 390 script")]
    [InlineData("pt", ColorScheme.Light, false, true, "pt-BR")]
    public async Task A_reader_brings_language_theme_screen_and_script(string language, ColorScheme theme, bool phone, bool withoutScript, string seen)
    {
        const string Tell = """
            <p id="seen"></p><script nonce="proof">
            document.getElementById('seen').textContent = [navigator.language, matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
              matchMedia('(pointer: coarse)').matches ? 'touch' : 'mouse', screen.width, 'script'].join(' ')</script>
            """;
        string? asked = null;
        await using PageServer server = await PageServer.StartAsync(Tell, context =>
        {
            asked = context.Request.Headers.AcceptLanguage;
            return Task.FromResult(true);
        });
        Reader reader = new() { Language = language, Theme = theme, OnPhone = phone, WithoutScript = withoutScript };

        await reader.VisitAsync(server.Address, async visit =>
        {
            await visit.OpenAsync("/");
            await Assertions.Expect(visit.Page.Locator("#seen")).ToHaveTextAsync(withoutScript ? "" : seen);
            await visit.OpenAsync("/asked");
        });

        asked.ShouldStartWith(seen[..5]);
    }
}
