using System.Text.Json;
using Clientele.Functions;
using Clientele.Functions.Web;
using Clientele.HandlerUnderTest;
using Clientele.Runs;
using Clientele.Runs.Incoming;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions.Web;

/// <summary>A file on its way, over storage in memory: what the browser is told, and what a person's corrections come to.</summary>
public sealed class SendPagesTests
{
    private const string File = "Code;Income;Visits;Since;Plan\nX1;2500,5;3;04-09-2012;Gold\n";

    private readonly MemoryStorage _memory = new();
    private readonly ClienteleStorage _storage;
    private readonly SendPages _pages;

    public SendPagesTests()
    {
        _storage = _memory.Open();
        var schemas = new SchemaSource([("gym.json", BinaryData.FromString(GymModel.SchemaJson))], _storage.Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
        _pages = new SendPages(new IncomingUploads(_storage, schemas, new ScriptedEngine(), TimeProvider.System));
    }

    [Fact]
    public async Task A_file_is_sent_looked_at_and_confirmed()
    {
        string id = await SendAsync();

        UnderstoodModel model = await LookAsync(id);
        var confirmed = (await _pages.ConfirmAsync(Call(id), default)).ShouldBeOfType<PageAnswer.Redirect>();

        (model.Upload.FileName, model.Upload.Schema!.Id, model.Upload.Problem).ShouldBe(("members.csv", "gym", null));
        (model.Upload.Dialect!.Delimiter, model.Upload.Dialect.Decimal, model.Upload.Dialect.Dates).ShouldBe(("semicolon", "comma", "dmy"));
        confirmed.Path.ShouldStartWith("/uploads/run/");
        (await _pages.ConfirmAsync(Call(id), default)).ShouldBe(confirmed);
        (await _pages.LookAsync(Call(id), default)).ShouldBe(confirmed);
        (await _storage.Uploads.FindAsync("gym/members.csv", default)).Facts.ShouldNotBeNull();
    }

    [Fact]
    public async Task Columns_that_a_person_picked_are_taken_unless_they_were_picked_for_another_reading()
    {
        string id = await SendAsync();
        (string, string)[] picked = [("fields", "Code\r\nIncome\r\nVisits\r\nSince\r\nPlan"), ("column-0", "Code"), ("column-1", "Visits"), ("column-2", "Income"), ("column-4", "Plan")];

        UnderstoodModel same = await LookAsync(id, [.. picked, ("seen", SendPages.Seen(null, null, null))]);
        UnderstoodModel other = await LookAsync(id, [.. picked, ("seen", SendPages.Seen(null, "comma", null))]);

        same.Upload.Fields.ToDictionary(each => each.Name, each => each.Column).ShouldBe(
            new Dictionary<string, int?> { ["Code"] = 0, ["Income"] = 2, ["Visits"] = 1, ["Since"] = null, ["Plan"] = 4, ["Accepted"] = null }, ignoreOrder: true);
        other.Upload.Fields.First(each => each.Name == "Income").Column.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_used_is_not_confirmed_and_said_why()
    {
        string id = await SendAsync("Colour;Shape\nred;round\n");

        var refused = (await _pages.ConfirmAsync(Call(id), default)).ShouldBeOfType<PageAnswer.View>();

        refused.Status.ShouldBe(400);
        ((UnderstoodModel)refused.Model).Refused.ShouldNotBeNullOrEmpty();
        (await _storage.Incoming.FindAsync(id, default)).Facts.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("members.csv", "0", "Empty")]
    [InlineData("members.csv", "-5", "Empty")]
    [InlineData("members.csv", "99999999999999999", "TooLarge")]
    [InlineData("", "10", "FileName")]
    public async Task A_file_that_is_not_taken_is_refused_before_it_is_sent(string name, string length, string reason)
    {
        HttpAnswer answer = ((PageAnswer.File)await _pages.BeginAsync(Call("", ("name", name), ("length", length)), default)).Answer;

        answer.Status.ShouldBe(400);
        JsonElement.Parse(answer.Body.Span).GetProperty("title").GetString().ShouldBe(reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../uploads/x")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        (await _pages.LookAsync(Call(id), default)).ShouldBe(PageAnswer.NotFound);
        (await _pages.ConfirmAsync(Call(id), default)).ShouldBe(PageAnswer.NotFound);
    }

    [Fact]
    public async Task What_is_thrown_away_is_gone()
    {
        string id = await SendAsync();

        (await _pages.DiscardAsync(Call(id), default)).ShouldBe(PageAnswer.To("/uploads?done=discarded"));

        (await _pages.LookAsync(Call(id), default)).ShouldBe(PageAnswer.NotFound);
    }

    /// <summary>As the script does it: asks, sends its one block, says that it is there.</summary>
    private async Task<string> SendAsync(string content = File)
    {
        BinaryData bytes = BinaryData.FromString(content);
        (string, string)[] file = [("name", "members.csv"), ("length", bytes.ToMemory().Length.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        HttpAnswer begun = ((PageAnswer.File)await _pages.BeginAsync(Call("", file), default)).Answer;
        string id = JsonElement.Parse(begun.Body.Span).GetProperty("id").GetString()!;
        await _storage.Incoming.StageBlockAsync(id, UploadBlocks.Name(0), bytes, default);
        HttpAnswer sent = ((PageAnswer.File)await _pages.CommitAsync(Call(id, file), default)).Answer;
        JsonElement.Parse(sent.Body.Span).GetProperty("isComplete").GetBoolean().ShouldBeTrue();
        return id;
    }

    private async Task<UnderstoodModel> LookAsync(string id, params (string Name, string Value)[] form) =>
        (UnderstoodModel)((PageAnswer.View)await _pages.LookAsync(Call(id, form), default)).Model;

    private static PageCall Call(string id, params (string Name, string Value)[] form) => new(
        "/uploads/new/" + id,
        new Dictionary<string, string> { ["id"] = id },
        new Dictionary<string, string>(),
        new PageForm(form.Select(each => KeyValuePair.Create(each.Name, new[] { each.Value }))),
        new Visitor(null, IsOperator: false),
        Language.English);
}
