//! Somebody's program, written against the document as it was: it must compile against the document as it became.

use kennel_client::api::types::{self, NewPet, Pet, PetChange, PetPage, Problem, Size, Status, Toy};
use kennel_client::api::{pets, report};
use kennel_client::{Client, Error, Kennel, Patch, Service as _};

async fn listed(client: &Client) -> Result<Vec<String>, Error> {
    let params = pets::ListPetsParams::default().limit(10).status(Status::Sold);
    let page: PetPage = client.send(pets::list_pets(params)).await?;
    let mut fields = pets::ListPetsParams::default();
    fields.limit = Some(3);
    let more = client.send(pets::list_pets(fields)).await?;
    Ok(page.items.iter().chain(&more.items).map(told).collect())
}

fn told(pet: &Pet) -> String {
    let state = match &pet.status {
        Status::Available => "there",
        Status::Sold => "gone",
        Status::Unknown(other) => other,
        other => other.as_str(),
    };
    let toys = pet.toys.iter().flatten().map(|toy| match toy {
        Toy::Ball(ball) => ball.colour.clone(),
        Toy::Bone(bone) => format!("{:?}", bone.length),
        Toy::Unknown(json) => json.to_string(),
        _ => "another".to_owned(),
    });
    let owner = pet.owner.as_ref().map(|it| it.name.as_str());
    let toys: Vec<String> = toys.collect();
    let Pet { id, name, nickname, .. } = pet;
    format!("{id} {name} {} {state} {owner:?} {toys:?}", nickname.as_deref().unwrap_or_default())
}

async fn created(client: &Client) -> Result<Pet, String> {
    let ball = types::Ball::new("ball", "red");
    let bone = types::Bone::new("bone").length(3);
    let pet = NewPet::new("Rex")
        .size(Size::from(2))
        .toys(vec![Toy::Ball(Box::new(ball)), Toy::Bone(Box::new(bone))]);
    let body = pets::CreatePetBody::Json(pet.clone());
    match client.send(pets::create_pet(body)).await {
        Ok(it) => Ok(it),
        Err(error) => match error.body_as::<Problem>() {
            Ok(problem) => Err(problem.detail),
            Err(_) => client.send(pets::create_pet(pet)).await.map_err(|it| it.to_string()),
        },
    }
}

async fn changed(client: &Client, id: i64) -> Result<Option<i64>, Error> {
    let change = PetChange::default().name("Max").nickname(Patch::Clear);
    let version = match client.send(pets::update_pet(id, change)).await? {
        pets::UpdatePetReply::Ok(pet) => Some(pet.id),
        pets::UpdatePetReply::Accepted(job) => job.id.parse().ok(),
        _ => None,
    };
    client.send(pets::update_pet(id, ())).await?;
    let full = client.send_full(pets::get_pet(id)).await?;
    client.send(pets::delete_pet(id, pets::DeletePetParams::default().force(true))).await?;
    Ok(full.header(types::X_VERSION)?.or(version))
}

async fn reported(client: &Client) -> Result<String, Error> {
    let word = || "word".to_owned();
    let args = report::ReportArgs {
        a: word(),
        b: word(),
        c: word(),
        d: word(),
        e: word(),
        f: word(),
        g: word(),
        h: word(),
    };
    client.send(report::report(args, report::ReportParams::default().page(2))).await
}

/// A page of one's own, as in a test.
fn page() -> PetPage {
    PetPage::new(vec![Pet::new(1, "Rex", Status::from("sold"))])
}

fn size(size: Size) -> i64 {
    match size {
        Size::Unknown(other) => other,
        known => known.as_i64(),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer("secret").server(Kennel::SERVERS[0]).build()?;
    println!("{:?} {} {}", page(), size(Size::from(7)), Kennel::USER_AGENT);
    println!("{:?} {:?}", listed(&client).await, created(&client).await);
    println!("{:?} {:?}", changed(&client, 1).await, reported(&client).await);
    Ok(())
}
