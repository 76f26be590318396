using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Clientele.WebTests.Browsing;

/// <summary>A site under one reader's eyes.</summary>
internal sealed class Visit(Uri site, IPage page, Complaints complaints)
{
    /// <summary>How long something on a page may take. Generous: the machine that runs the tests may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly List<string> Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    public IPage Page => page;

    /// <summary>Where the page is now, without the site's own address.</summary>
    public string Place => new Uri(page.Url).PathAndQuery;

    /// <param name="path">From the site's root.</param>
    public async Task<IResponse> OpenAsync(string path) =>
        await page.GotoAsync(new Uri(site, path).AbsoluteUri) ?? throw new InvalidOperationException($"{path} gave no answer.");

    /// <summary>Opens a page and waits until it has stopped asking for more, so that what scripts draw is there.</summary>
    public async Task SettleAsync(string path)
    {
        (await OpenAsync(path)).Status.ShouldBe(200, path);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Drops a file onto a part of the page, as from a folder beside the browser.</summary>
    public async Task DropAsync(string selector, string fileName, string text)
    {
        IJSHandle file = await page.EvaluateHandleAsync(
            "([name, text]) => { const transfer = new DataTransfer(); transfer.items.add(new File([text], name, { type: 'text/csv' })); return transfer; }",
            new[] { fileName, text });
        await page.DispatchEventAsync(selector, "drop", new { dataTransfer = file });
    }

    /// <inheritdoc cref="Complaints.Expect"/>
    public void Expect(int status, string path) => complaints.Expect(status, path);

    /// <inheritdoc cref="Complaints.AllowUploads"/>
    public void AllowUploads(Uri blobs) => complaints.AllowUploads(blobs);

    /// <summary>The page as it is now breaks no rule that axe knows.</summary>
    public async Task ShouldBeAccessibleAsync()
    {
        AxeResult result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = Rules } });
        result.Passes.ShouldNotBeEmpty("axe looked at nothing");
        string[] broken =
        [
            .. result.Violations.Select(rule => $"{rule.Id}: {rule.Help}\n    {string.Join("\n    ", rule.Nodes.Select(node => $"{node.Target}  {node.Html}"))}\n    {rule.HelpUrl}"),
        ];
        if (broken.Length > 0)
        {
            Assert.Fail($"{Place} breaks rules of accessibility:\n{string.Join('\n', broken)}");
        }
    }
}
